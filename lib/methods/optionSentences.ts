import type { ZodIssue, ZodTypeAny } from "zod";
import { schemaSentences } from "./schemaSentences";

/**
 * Sentences for an issue that a schema has with the options given to a method: which option, its value, what it must
 * be; for an unknown name or choice, the nearest that exists.
 */
export function optionSentences(
  method: string,
  schema: ZodTypeAny,
  given: unknown,
  issue: ZodIssue,
): string[] {
  const option = (place: string): string => `Option "${place}" of ${method}`;
  return schemaSentences(
    {
      value: (place) => (place === "" ? `What ${method} got as its options` : option(place)),
      lacks: (place) => (place === "" ? `${method} has no option` : `${option(place)} has no key`),
    },
    schema,
    given,
    issue,
  );
}

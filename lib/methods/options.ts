import { closest } from "fastest-levenshtein";
import type { ZodObject, ZodRawShape, ZodTypeAny } from "zod";
import { candidateContradictions } from "../losses";

/** One sentence for what is wrong with an option. */
function sentence(method: string, path: readonly (string | number)[], message: string): string {
  return `Option "${path.join(".")}" of ${method}: ${message}.`;
}

/**
 * Options with defaults filled in, checked against a schema that allows no others.
 *
 * @throws an Error that names each wrong option, for an unknown one the nearest that exists, and each option that
 * contradicts the choice of candidates.
 */
export function parseOptions<Options extends object>(
  method: string,
  schema: ZodObject<ZodRawShape, "strict", ZodTypeAny>,
  given: object,
): Options {
  const result = schema.safeParse(given);
  if (result.success) {
    const contradictions = candidateContradictions(result.data);
    if (contradictions.length === 0) return result.data as Options;
    throw new Error(contradictions.map((clause) => `Option ${clause} of ${method}.`).join(" "));
  }
  const sentences = result.error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [sentence(method, issue.path, issue.message)];
    const known = Object.keys(schema.shape);
    return issue.keys.map(
      (key) => `${method} has no option "${key}"; did you mean "${closest(key, known)}"?`,
    );
  });
  throw new Error(sentences.join(" "));
}

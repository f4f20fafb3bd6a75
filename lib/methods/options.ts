import { closest } from "fastest-levenshtein";
import type { ZodIssue, ZodObject, ZodRawShape, ZodTypeAny } from "zod";
import { candidateContradictions } from "../losses";

/** One sentence for what is wrong with the value of an option. */
function sentence(method: string, issue: ZodIssue): string {
  const option = `Option "${issue.path.join(".")}" of ${method}`;
  if (issue.code !== "invalid_enum_value") return `${option}: ${issue.message}.`;
  const valid = issue.options.map(String);
  const list = valid.map((value) => `"${value}"`).join(", ");
  const nearest = closest(String(issue.received), valid);
  return `${option} is "${issue.received}", but it is one of ${list}; did you mean "${nearest}"?`;
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
    // Keys of a part of the options, such as `features`, are not options themselves.
    if (issue.code !== "unrecognized_keys" || issue.path.length > 0) return [sentence(method, issue)];
    const known = Object.keys(schema.shape);
    return issue.keys.map(
      (key) => `${method} has no option "${key}"; did you mean "${closest(key, known)}"?`,
    );
  });
  throw new Error(sentences.join(" "));
}

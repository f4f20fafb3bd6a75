import { methodNamed, methodOptions } from "../../lib/methods";
import { UsageError } from "../exitCodes";

/** JSON where it is some, else the text itself. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A value as typed, in the type that the option's default has; the method's own check says what is wrong with it. */
function typedValue(text: string, example: unknown): unknown {
  if (typeof example === "string") return text;
  if (typeof example === "number")
    return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
  const value = jsonOrText(text);
  if (!Array.isArray(example) || Array.isArray(value)) return value;
  return text.split(",").map((part) => jsonOrText(part.trim()));
}

/**
 * The options that `--set name=value` gives to a method, each in its type: 60, true, text, 128,64 for a list, JSON for
 * anything else.
 *
 * @throws UsageError that names what is wrong, and the nearest name that exists.
 */
export function setOptions(method: string, given: readonly string[]): Record<string, unknown> {
  try {
    const defaults = new Map(methodOptions(method).map((row) => [row.option, row.default]));
    const options: Record<string, unknown> = {};
    for (const assignment of given) {
      const at = assignment.indexOf("=");
      if (at < 1) throw new UsageError(`--set takes name=value, such as epochs=3, and got "${assignment}".`);
      const name = assignment.slice(0, at).trim();
      if (name in options) throw new UsageError(`--set gives "${name}" twice.`);
      options[name] = typedValue(assignment.slice(at + 1), defaults.get(name));
    }
    methodNamed(method, options);
    return options;
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message);
  }
}

import { inspect } from "node:util";
import { closest } from "fastest-levenshtein";
import type { ZodIssue, ZodTypeAny } from "zod";

type Path = ZodIssue["path"];

/** What zod's schema wrappers (a default, an optional, a read-only value) and objects carry. */
interface SchemaParts {
  readonly shape?: Readonly<Record<string, ZodTypeAny>>;
  readonly _def: { readonly innerType?: ZodTypeAny };
}

/** An option's place as a reader writes it: `hiddenSizes[1]`, `features.user`. */
const placeOf = (path: Path): string =>
  path.map((part, at) => (typeof part === "number" ? `[${part}]` : at === 0 ? part : `.${part}`)).join("");

const valueAt = (given: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, part) => (value as Readonly<Record<string | number, unknown>>)[part], given);

/** A value on one line, cut short where it is long. */
const shown = (value: unknown): string =>
  typeof value === "string" && value.length <= 60
    ? JSON.stringify(value)
    : inspect(value, { depth: 1, breakLength: Infinity, maxArrayLength: 6, maxStringLength: 60 });

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
  object: "an object",
  string: "a string",
};

/** What a value must do to be valid, to stand after "must". */
function demand(issue: ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      // A choice comes as 'first' | 'second'.
      return `be ${typeNames[issue.expected] ?? issue.expected.replace(/'/g, '"').replace(/ \| /g, " or ")}`;
    case "too_small":
      if (issue.type === "array") return `have a length of at least ${issue.minimum}`;
      return `be ${issue.inclusive ? "at least" : "above"} ${issue.minimum}`;
    case "too_big":
      if (issue.type === "array") return `have a length of at most ${issue.maximum}`;
      return `be ${issue.inclusive ? "at most" : "below"} ${issue.maximum}`;
    case "invalid_literal":
      return `be ${shown(issue.expected)}`;
    case "invalid_union": {
      const ways = issue.unionErrors.map((error) => error.issues.map(demand).join(" and "));
      return ways.join(" or ");
    }
    default:
      // The schema's own words, such as those of a pattern: written to stand after "must".
      return issue.message;
  }
}

/** The keys that an object within a schema has. */
function keysAt(schema: ZodTypeAny, path: Path): string[] {
  const bare = (wrapped: ZodTypeAny): SchemaParts => {
    const parts = wrapped as unknown as SchemaParts;
    return parts._def.innerType ? bare(parts._def.innerType) : parts;
  };
  const found = path.reduce<SchemaParts>(
    (outer, part) => bare(outer.shape?.[part] as ZodTypeAny),
    bare(schema),
  );
  return Object.keys(found.shape ?? {});
}

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
  const option = `Option "${placeOf(issue.path)}" of ${method}`;
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path);
    const owner = issue.path.length === 0 ? `${method} has no option` : `${option} has no key`;
    return issue.keys.map((key) =>
      known.length === 0
        ? `${owner} "${key}", nor any other.`
        : `${owner} "${key}"; did you mean "${closest(key, known)}"?`,
    );
  }
  const value = shown(valueAt(given, issue.path));
  if (issue.code === "invalid_enum_value") {
    const valid = issue.options.map(String);
    const list = valid.map((choice) => `"${choice}"`).join(", ");
    return [
      `${option} is ${value}, but it is one of ${list}; did you mean "${closest(String(issue.received), valid)}"?`,
    ];
  }
  return [
    `${issue.path.length === 0 ? `What ${method} got as its options` : option} is ${value}, but must ${demand(issue)}.`,
  ];
}

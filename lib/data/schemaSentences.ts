import { inspect } from "node:util";
import { closest } from "fastest-levenshtein";
import type { ZodIssue, ZodTypeAny } from "zod";

type Path = ZodIssue["path"];

/** What zod's schema wrappers (a default, an optional, a read-only value) and objects carry. */
interface SchemaParts {
  readonly shape?: Readonly<Record<string, ZodTypeAny>>;
  readonly element?: ZodTypeAny;
  readonly _def: { readonly innerType?: ZodTypeAny; readonly options?: readonly ZodTypeAny[] };
}

/** How the sentences name what was checked. */
export interface Naming {
  /** A value by its place, such as `Option "hiddenSizes[1]" of mirec`; of the whole where the place is empty. */
  readonly value: (place: string) => string;
  /** What may have keys, with its verb: `mirec has no option`. */
  readonly lacks: (place: string) => string;
}

/** A place as a reader writes it: `hiddenSizes[1]`, `features.user`. */
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
      if (issue.type === "string") return "not be empty";
      return `be ${issue.inclusive ? "at least" : "above"} ${issue.minimum}`;
    case "too_big":
      if (issue.type === "array") return `have a length of at most ${issue.maximum}`;
      return `be ${issue.inclusive ? "at most" : "below"} ${issue.maximum}`;
    case "invalid_literal":
      return `be ${shown(issue.expected)}`;
    case "invalid_union": {
      const ways = issue.unionErrors.map((error) => error.issues.map(demand).join(" and "));
      return [...new Set(ways)].join(" or ");
    }
    default:
      // The schema's own words, such as those of a pattern: written to stand after "must".
      return issue.message;
  }
}

/** The schemas within wrappers and alternatives: those of objects and lists. */
function bareForms(schema: ZodTypeAny | undefined): SchemaParts[] {
  if (!schema) return [];
  const parts = schema as unknown as SchemaParts;
  const { innerType, options } = parts._def;
  if (innerType) return bareForms(innerType);
  return options ? options.flatMap(bareForms) : [parts];
}

/** The keys that an object within a schema has; of several forms, those of all. */
function keysAt(schema: ZodTypeAny, path: Path): string[] {
  const forms = path.reduce<SchemaParts[]>(
    (outer, part) =>
      outer.flatMap(({ element, shape }) => bareForms(typeof part === "number" ? element : shape?.[part])),
    bareForms(schema),
  );
  return [...new Set(forms.flatMap(({ shape }) => Object.keys(shape ?? {})))];
}

/**
 * Where a value may take several forms, the issues of the form that it is nearest to: of an object those of the
 * object's form, so that they name the place within it. The issue itself where no form is of the value's type.
 */
function nearestForm(issue: ZodIssue): readonly ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const atOnce = issue.path.length;
  const near = issue.unionErrors.filter(
    (error) =>
      !error.issues.some((one) => one.path.length === atOnce && one.code === "invalid_type") &&
      !error.issues.some((one) => one.code === "invalid_literal"),
  );
  return near.length === 1 ? near[0].issues.flatMap(nearestForm) : [issue];
}

/**
 * Sentences for an issue that a schema has with a value from outside: where, which value, what it must be; for an
 * unknown name or choice, the nearest that exists.
 */
export function schemaSentences(
  naming: Naming,
  schema: ZodTypeAny,
  given: unknown,
  issue: ZodIssue,
): string[] {
  return nearestForm(issue).flatMap((one) => sentencesOf(naming, schema, given, one));
}

function sentencesOf(naming: Naming, schema: ZodTypeAny, given: unknown, issue: ZodIssue): string[] {
  const place = placeOf(issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) =>
      known.length === 0
        ? `${naming.lacks(place)} "${key}", nor any other.`
        : `${naming.lacks(place)} "${key}"; did you mean "${closest(key, known)}"?`,
    );
  }
  const value = valueAt(given, issue.path);
  if (value === undefined && issue.code === "invalid_type" && issue.path.length > 0) {
    return [`${naming.value(place)} is missing; it must ${demand(issue)}.`];
  }
  if (issue.code === "invalid_enum_value") {
    const valid = issue.options.map(String);
    const list = valid.map((choice) => `"${choice}"`).join(", ");
    return [
      `${naming.value(place)} is ${shown(value)}, but it is one of ${list}; did you mean "${closest(String(issue.received), valid)}"?`,
    ];
  }
  return [`${naming.value(place)} is ${shown(value)}, but must ${demand(issue)}.`];
}

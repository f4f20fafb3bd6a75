import { givenValue } from "../columns/givenValue";
import { titleWords } from "../columns/titleWords";
import { dividedValues } from "./dividedValues";

/** How a column becomes a feature. */
export type FeatureKind =
  | { readonly kind: "categorical"; readonly rare: boolean }
  | { readonly kind: "multi-valued"; readonly separator: string }
  | { readonly kind: "words" }
  | { readonly kind: "buckets"; readonly count: number };

/** A guess, and how the note says it. */
export interface GuessedKind {
  /** Undefined: the column is no feature. */
  readonly kind: FeatureKind | undefined;
  readonly words: string;
}

const usualBuckets = 10;
/** Numbers of so few different values are kinds, such as a rating group or an age code. */
const fewValues = 20;
/** With more values than this one alone among them is likely, so values of a single entity are dropped. */
const manyValues = 50;

const left: GuessedKind = { kind: undefined, words: "left out (nearly every value is another)" };

/** Whether nearly all values pass. */
const mostly = (values: readonly string[], passes: (value: string) => boolean): boolean =>
  values.filter(passes).length >= 0.95 * values.length;

/**
 * What a column of users or items looks like: numbers in buckets, lists, a few kinds, or text. Columns in which
 * nearly every user or item has a value of its own, such as addresses, are left out.
 */
export function guessedKind(name: string, values: readonly (string | null)[]): GuessedKind {
  const given = values.flatMap((value) => givenValue(value) ?? []);
  if (given.length === 0) return { kind: undefined, words: "left out (empty)" };
  const distinct = new Set(given).size;
  if (distinct === 1) return { kind: undefined, words: "left out (one value only)" };
  if (mostly(given, (value) => Number.isFinite(Number(value)))) {
    if (distinct <= fewValues) return { kind: { kind: "categorical", rare: false }, words: "as kinds" };
    return {
      kind: { kind: "buckets", count: usualBuckets },
      words: `in ${usualBuckets} buckets of equal size`,
    };
  }
  if (mostly(given, (value) => /^\[[^]*\]$/.test(value))) {
    return { kind: { kind: "multi-valued", separator: "," }, words: "as lists" };
  }
  for (const separator of ["|", ";", ","]) {
    if (!dividesLists(given, separator, distinct)) continue;
    return { kind: { kind: "multi-valued", separator }, words: `as lists divided by "${separator}"` };
  }
  if (distinct <= given.length / 2) {
    const rare = distinct > manyValues;
    return { kind: { kind: "categorical", rare }, words: rare ? "as kinds that two share" : "as kinds" };
  }
  const wordsEach = given.reduce((sum, value) => sum + titleWords(value).length, 0) / given.length;
  const isAddress = mostly(given, (value) => /^\S+(?:@|:\/\/)\S+$/.test(value));
  return wordsEach >= 1.5 && !isAddress ? { kind: { kind: "words" }, words: "as words" } : left;
}

/** A separator makes lists if many values have it and what it divides is used again and again. */
function dividesLists(given: readonly string[], separator: string, distinct: number): boolean {
  const holding = given.filter((value) => value.includes(separator)).length;
  if (holding < 0.2 * given.length) return false;
  const parts = given.flatMap((value) => dividedValues(value, separator));
  const kinds = new Set(parts).size;
  return kinds <= distinct && kinds * 3 <= parts.length && parts.every((part) => part.length <= 60);
}

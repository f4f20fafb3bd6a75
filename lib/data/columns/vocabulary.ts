import { UNKNOWN } from "../features";

/** A feature's values and their codes; code 0 is "unknown". */
export interface Vocabulary {
  readonly vocabulary: readonly string[];
  readonly codeOf: ReadonlyMap<string, number>;
}

/** How many entities have each value. A value counts once an entity. */
export function countEntities(lists: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const list of lists) {
    for (const value of new Set(list)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** The sorted values of at least `minimumEntities` entities, after "unknown". */
export function vocabularyOf(counts: ReadonlyMap<string, number>, minimumEntities: number): Vocabulary {
  const values = [...counts]
    .filter(([value, count]) => value !== UNKNOWN && count >= minimumEntities)
    .map(([value]) => value)
    .sort(numbersFirst);
  const vocabulary = [UNKNOWN, ...values];
  return { vocabulary, codeOf: new Map(vocabulary.map((value, code) => [value, code])) };
}

/** Numbers by size before words by code unit: the same on every machine, whatever its language. */
function numbersFirst(one: string, other: string): number {
  const difference = leadingNumber(one) - leadingNumber(other);
  // Two words are both at infinity, and their difference is not a number.
  if (difference < 0 || difference > 0) return difference;
  return one < other ? -1 : Number(one > other);
}

/** The number a value such as "1995" or "20-29" starts with; infinity for a word. */
function leadingNumber(value: string): number {
  return /^\d{1,15}(?!\p{L})/u.test(value) ? Number.parseInt(value, 10) : Number.POSITIVE_INFINITY;
}

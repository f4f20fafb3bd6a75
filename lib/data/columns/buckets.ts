import type { CategoricalFeature } from "../features";
import { UNKNOWN } from "../features";

/**
 * A column of numbers cut into buckets of about equally many users or items; null, or no number, is unknown.
 *
 * The cuts are quantiles of the values that are there: value v lies in the first bucket whose highest value is at
 * least v. Equal values stay together, so there may be fewer buckets than asked for. The vocabulary names each by its
 * lowest and highest value, such as "18 to 24".
 *
 * @param count - Buckets at most.
 */
export function buckets(name: string, values: readonly (string | null)[], count: number): CategoricalFeature {
  const numbers = Float64Array.from(values, (value) =>
    value === null || value.trim() === "" ? Number.NaN : Number(value),
  );
  const sorted = numbers.filter((number) => Number.isFinite(number)).sort();
  const highest: number[] = [];
  for (let bucket = 1; bucket <= count && sorted.length > 0; bucket++) {
    const last = sorted[Math.ceil((bucket * sorted.length) / count) - 1];
    if (last !== undefined && last !== highest.at(-1)) highest.push(last);
  }
  const bucketOf = (number: number): number => highest.findIndex((limit) => number <= limit);
  const lowest = highest.map(() => Infinity);
  for (const number of sorted) {
    const bucket = bucketOf(number);
    if (number < lowest[bucket]) lowest[bucket] = number;
  }
  const vocabulary = [
    UNKNOWN,
    ...highest.map((high, bucket) => (lowest[bucket] === high ? `${high}` : `${lowest[bucket]} to ${high}`)),
  ];
  const codes = Int32Array.from(numbers, (number) => (Number.isFinite(number) ? 1 + bucketOf(number) : 0));
  return { name, kind: "categorical", vocabulary, codes };
}

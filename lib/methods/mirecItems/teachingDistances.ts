import { quantile } from "simple-statistics";
import type { VectorScorer } from "../../evaluation";
import type { Teaching } from "./mirecItems";

/** The middle of some values: the median, and the quarters on both sides of it. */
export interface Middle {
  readonly median: number;
  readonly lowQuarter: number;
  readonly highQuarter: number;
}

/** How far the vectors learnt from one number of shots are from the many-shot ones, before F and after. */
export interface ShotDistance {
  readonly shots: number;
  /** Items that the distance is measured on. */
  readonly items: number;
  /** || y(k) - y* || / || y* || over the items: 1 is as far as no vector at all. */
  readonly before: Middle;
  /** The same of F(y(k), k). */
  readonly after: Middle;
  /** Mean cosine with y*, before and after: the direction alone. */
  readonly cosineBefore: number;
  readonly cosineAfter: number;
  /** || F(y(k)) - y* || / || y(k) - y* ||, of all items together: 1 for the identity, below 1 where F comes closer. */
  readonly remaining: number;
}

const norm = (vector: ArrayLike<number>): number => Math.hypot(...Array.from(vector));
const minus = (one: Float32Array, other: Float32Array): Float32Array =>
  one.map((value, at) => value - other[at]);
const cosine = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, at) => sum + value * other[at], 0) / (norm(one) * norm(other));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const middle = (values: readonly number[]): Middle => ({
  median: quantile([...values], 0.5),
  lowQuarter: quantile([...values], 0.25),
  highQuarter: quantile([...values], 0.75),
});

/**
 * The distance from few-shot vectors to the many-shot ones, for each number of shots, before F and after.
 *
 * @param manyShot the model whose item vectors are y*.
 * @param heldOut measures the items that F was not taught by (the default), or those that it was taught by.
 * @returns one entry for each number of shots that an item of the kind has; none where there is no such item.
 */
export function teachingDistances(
  { items, shots, fewShot, reached, heldOut: kept }: Teaching,
  manyShot: Pick<VectorScorer, "itemVectors" | "size">,
  { heldOut = true }: { readonly heldOut?: boolean } = {},
): ShotDistance[] {
  const { itemVectors, size } = manyShot;
  const of = (table: Float32Array, row: number): Float32Array => table.subarray(row * size, (row + 1) * size);
  const measured = [...items.keys()].filter((pair) => (kept[pair] === 1) === heldOut);
  const numbers = [...new Set(measured.map((pair) => shots[pair]))].sort((one, other) => one - other);
  return numbers.map((number) => {
    const pairs = measured.filter((pair) => shots[pair] === number);
    const each = pairs.map((pair) => {
      const goal = of(itemVectors, items[pair]);
      const [from, to] = [of(fewShot, pair), of(reached, pair)];
      return {
        size: norm(goal),
        before: norm(minus(from, goal)),
        after: norm(minus(to, goal)),
        cosineBefore: cosine(from, goal),
        cosineAfter: cosine(to, goal),
      };
    });
    return {
      shots: number,
      items: new Set(pairs.map((pair) => items[pair])).size,
      before: middle(each.map((pair) => pair.before / pair.size)),
      after: middle(each.map((pair) => pair.after / pair.size)),
      cosineBefore: mean(each.map((pair) => pair.cosineBefore)),
      cosineAfter: mean(each.map((pair) => pair.cosineAfter)),
      remaining: norm(each.map((pair) => pair.after)) / norm(each.map((pair) => pair.before)),
    };
  });
}

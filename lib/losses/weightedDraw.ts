import type { RandomStream } from "../random";

/** Draws indices with replacement, each with a probability in proportion to its weight. */
export type WeightedDraw = (draws: number, random: RandomStream) => Int32Array;

/** @param weights at least one above 0. */
export function weightedDraw(weights: ArrayLike<number>): WeightedDraw {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (let index = 0; index < weights.length; index++) {
    total += weights[index];
    cumulative[index] = total;
  }
  if (!(total > 0)) throw new RangeError(`The weights to draw by add up to ${total}; one must be above 0.`);
  return (draws, random) =>
    Int32Array.from({ length: draws }, () => {
      const at = random.uniform() * total;
      // The first index whose cumulative weight is above `at`.
      let low = 0;
      let high = cumulative.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (cumulative[middle] > at) high = middle;
        else low = middle + 1;
      }
      return low;
    });
}

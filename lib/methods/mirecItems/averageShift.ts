import type { VectorScorer } from "../../evaluation";
import type { Teaching } from "./mirecItems";

/**
 * What F could do without looking at the item: the average step from k shots to many, learnt from the same pairs, added to
 * every vector of k shots. A control for F, in place of its `reached`: what F gains beyond this it reads from the vector.
 *
 *     y(k) + mean over taught pairs of k shots of (y* - y(k))
 *
 * @returns one vector a pair, row-major, shape [pairs, size]; as it was where no pair of its shots was taught.
 */
export function averageShift(
  { items, shots, fewShot, heldOut }: Teaching,
  { itemVectors, size }: Pick<VectorScorer, "itemVectors" | "size">,
): Float32Array {
  const sums = new Map<number, { readonly step: Float64Array; pairs: number }>();
  items.forEach((item, pair) => {
    if (heldOut[pair] === 1) return;
    const sum = sums.get(shots[pair]) ?? { step: new Float64Array(size), pairs: 0 };
    for (let at = 0; at < size; at++)
      sum.step[at] += itemVectors[item * size + at] - fewShot[pair * size + at];
    sum.pairs += 1;
    sums.set(shots[pair], sum);
  });
  return fewShot.map((value, at) => {
    const sum = sums.get(shots[Math.floor(at / size)]);
    return sum ? value + sum.step[at % size] / sum.pairs : value;
  });
}

import type { Pairs } from "../splitting";
import { itemCounts } from "../splitting";

/**
 * p_i: share of each item in the training feedback, from counts n_i <- max(n_i, 1), normalised; shape [itemCount].
 *
 * An item without a training sample would else have log p = -infinity and rank first under a correction.
 */
export function itemShares(train: Pairs): Float64Array {
  const counts = Float64Array.from(itemCounts(train), (count) => Math.max(count, 1));
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}

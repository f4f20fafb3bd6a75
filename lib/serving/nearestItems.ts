import type { VectorScorer } from "../evaluation";
import { topItems, type TopItems } from "./topItems";

/** Whose neighbours, and how many. */
export interface NearestItemsOptions {
  /** Item indices whose neighbours are looked for. Default: all items. */
  readonly items?: ArrayLike<number>;
  /** Neighbours of each. Default 10. */
  readonly k?: number;
}

/** The nearest items of each item, nearest first. */
export interface NearestItems {
  /** Whose neighbours these are, shape [asked]. */
  readonly items: Int32Array;
  readonly k: number;
  /** Item indices, row-major, shape [asked, k]; -1 where there are fewer other items than k. */
  readonly neighbours: Int32Array;
  /** Cosine of the two vectors, shape [asked, k]; NaN where there is no neighbour. */
  readonly similarities: Float32Array;
}

/** The rows at length 1; a row of zeros stays one, and is near nothing. */
function normalised({ itemVectors, size }: VectorScorer): Float32Array {
  const result = new Float32Array(itemVectors.length);
  for (let start = 0; start < itemVectors.length; start += size) {
    const row = itemVectors.subarray(start, start + size);
    const length = Math.hypot(...row);
    if (length > 0) row.forEach((value, at) => (result[start + at] = value / length));
  }
  return result;
}

/**
 * The items whose vectors point the most nearly in the direction of an item's own (cosine), the item itself left out.
 * A dot product scores, so such items are shown to the same users, but for how far the popular ones are pushed.
 *
 * @throws RangeError when k is not a positive whole number or an item does not exist; when a vector is not finite.
 */
export function nearestItems(
  model: VectorScorer,
  { items: wanted, k = 10 }: NearestItemsOptions = {},
): NearestItems {
  const directions = normalised(model);
  const itemCount = directions.length / model.size;
  const every = Int32Array.from({ length: itemCount }, (_, item) => item);
  const items = wanted ? Int32Array.from(wanted) : every;
  const missing = items.find((item) => item < 0 || item >= itemCount);
  if (missing !== undefined) {
    throw new RangeError(`There is no item ${missing}; items are 0 to ${itemCount - 1}.`);
  }
  // An item asks as a user would who has seen that item alone.
  const itself = { users: every, items: every, userCount: itemCount, itemCount };
  const nearest: TopItems = topItems(
    { userVectors: directions, itemVectors: directions, size: model.size },
    { train: itself },
    { users: items, k, seen: ["train"] },
  );
  return { items, k, neighbours: nearest.items, similarities: nearest.scores };
}

import type { Pairs } from "./split";

/** Training samples of each item, shape [itemCount]. */
export function itemCounts({ items, itemCount }: Pairs): Int32Array {
  const counts = new Int32Array(itemCount);
  for (const item of items) counts[item] += 1;
  return counts;
}

/** Items that have a training sample, most samples first, ties by item index. */
export function itemsByPopularity(counts: Int32Array): Int32Array {
  const seen = Int32Array.from(counts.keys()).filter((item) => counts[item] > 0);
  return seen.sort((a, b) => counts[b] - counts[a] || a - b);
}

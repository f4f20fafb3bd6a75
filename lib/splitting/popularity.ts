import type { Pairs } from "./split";

/** Training samples of each item, shape [itemCount]. */
export function itemCounts({ items, itemCount }: Pairs): Int32Array {
  const counts = new Int32Array(itemCount);
  for (let row = 0; row < items.length; row++) counts[items[row]] += 1;
  return counts;
}

/** Training samples of each user, shape [userCount]. */
export function userCounts({ users, userCount }: Pairs): Int32Array {
  const counts = new Int32Array(userCount);
  for (let row = 0; row < users.length; row++) counts[users[row]] += 1;
  return counts;
}

/** Items (users) that have a training sample, most samples first, ties by index. */
export function byCount(counts: Int32Array): Int32Array {
  const seen = Int32Array.from(counts.keys()).filter((index) => counts[index] > 0);
  return seen.sort((a, b) => counts[b] - counts[a] || a - b);
}

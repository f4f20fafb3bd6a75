import { randomSpace } from "./randomSpace";

/** Blocks of the chain that the counts below are made for: items with 8 samples and more stay. */
export const doublings = 3;
/** Samples of each item: none, and both ends of each doubling, in no order. */
export const everyDoubling = [16, 0, 3, 1, 8, 2, 40, 4, 15, 7, 5, 9];
/** floor(log2 n) of each of these, and past the last block from 8 samples on; an item without a sample enters first. */
export const entries = [3, 0, 1, 0, 3, 1, 3, 2, 3, 2, 2, 3];

/** A user space of random vectors whose items have so many samples each, and the disposal of its tensors. */
export function countedSpace(counts: readonly number[], epochs: number): ReturnType<typeof randomSpace> {
  const pairs = counts.flatMap((count, item) => Array.from({ length: count }, (_, user) => [user, item]));
  const train = {
    users: Int32Array.from(pairs, ([user]) => user),
    items: Int32Array.from(pairs, ([, item]) => item),
    userCount: Math.max(...counts),
    itemCount: counts.length,
  };
  return randomSpace({ train, batchSize: 16, epochs });
}

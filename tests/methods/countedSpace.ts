import { tf } from "../../lib/engine";
import type { UserSpace } from "../../lib/methods/mirecItems/userSpace";
import { randomStream } from "../../lib/random";

/** Numbers of an item's vector. */
export const vectorSize = 4;
/** Blocks of the chain that the counts below are made for: items with 8 samples and more stay. */
export const doublings = 3;
/** Samples of each item: none, and both ends of each doubling, in no order. */
export const everyDoubling = [16, 0, 3, 1, 8, 2, 40, 4, 15, 7, 5, 9];
/** floor(log2 n) of each of these, and past the last block from 8 samples on; an item without a sample enters first. */
export const entries = [3, 0, 1, 0, 3, 1, 3, 2, 3, 2, 2, 3];

/** Numbers from a normal distribution, the same ones for the same purpose. */
export function randomValues(length: number, purpose: string): Float32Array {
  const random = randomStream(5, purpose);
  return Float32Array.from({ length }, () => random.normal());
}

/** A user space of random vectors whose items have so many samples each, and the disposal of its tensors. */
export function countedSpace(counts: readonly number[], epochs: number): UserSpace & { dispose: () => void } {
  const userCount = Math.max(...counts);
  const pairs = counts.flatMap((count, item) => Array.from({ length: count }, (_, user) => [user, item]));
  const table = (rows: number, purpose: string): UserSpace["cold"] =>
    tf.tensor2d(randomValues(rows * vectorSize, purpose), [rows, vectorSize]);
  const tensors = {
    userVectors: table(userCount, "users"),
    manyShot: table(counts.length, "many-shot"),
    cold: table(counts.length, "cold"),
  };
  return {
    train: {
      users: Int32Array.from(pairs, ([user]) => user),
      items: Int32Array.from(pairs, ([, item]) => item),
      userCount,
      itemCount: counts.length,
    },
    ...tensors,
    batching: "samples",
    batchSize: 16,
    epochs,
    learningRate: 0.05,
    learningRateOption: "fewShotLearningRate",
    dispose: () => tf.dispose(tensors),
  };
}

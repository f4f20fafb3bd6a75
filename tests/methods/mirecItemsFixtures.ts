import { tf } from "../../lib/engine";
import type { MirecItemsOptions } from "../../lib/methods";
import type { UserSpace } from "../../lib/methods/mirecItems/userSpace";
import { randomStream } from "../../lib/random";
import { itemCounts } from "../../lib/splitting";
import type { FitContext } from "../../lib/training";
import { split, towers } from "./stagesFixtures";

export { split, towers, unwatched } from "./stagesFixtures";

export const { train } = split;
export const counts = itemCounts(train);
/** Options that make a fit take a moment. */
export const small: Partial<MirecItemsOptions> = {
  ...towers,
  k: 16,
  shots: [1, 2, 4, 8],
  vectorEpochs: 2,
  mapEpochs: 3,
  metaHiddenSize: 8,
};
export const context: FitContext = {
  seed: 1,
  signal: new AbortController().signal,
  onProgress: () => undefined,
};

export function randomValues(length: number, purpose: string): Float32Array {
  const random = randomStream(5, purpose);
  return Float32Array.from({ length }, () => random.normal());
}

/** A user space of random vectors, and the disposal of its tensors. */
export function randomSpace(epochs: number): UserSpace & { dispose: () => void } {
  const table = (rows: number, purpose: string): UserSpace["cold"] =>
    tf.tensor2d(randomValues(rows * 4, purpose), [rows, 4]);
  const tensors = {
    userVectors: table(train.userCount, "users"),
    manyShot: table(train.itemCount, "many-shot"),
    cold: table(train.itemCount, "cold"),
  };
  return {
    train,
    ...tensors,
    batching: "samples",
    batchSize: 64,
    epochs,
    learningRate: 0.05,
    learningRateOption: "vectorLearningRate",
    dispose: () => tf.dispose(tensors),
  };
}

/** A row of a table of four numbers a row. */
export const row = (table: Float32Array, index: number): number[] => [
  ...table.slice(4 * index, 4 * index + 4),
];

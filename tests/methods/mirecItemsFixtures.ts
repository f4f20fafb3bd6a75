import type { MirecItemsOptions } from "../../lib/methods";
import { itemCounts } from "../../lib/splitting";
import type { FitContext } from "../../lib/training";
import { randomSpace, vectorSize } from "./randomSpace";
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

/** A space of random vectors for the training pairs. */
export const spaceOfTrain = (epochs: number): ReturnType<typeof randomSpace> =>
  randomSpace({ train, batchSize: 64, epochs });

/** A row of a table of vectors of the space. */
export const row = (table: Float32Array, index: number): number[] => [
  ...table.subarray(vectorSize * index, vectorSize * (index + 1)),
];

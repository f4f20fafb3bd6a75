import { experiment, type ExperimentOptions, type ExperimentResult } from "../../lib/experiments";
import { twoTower } from "../../lib/methods";
import { leaveLastOut, type Split } from "../../lib/splitting";
import type { Method, TrainedModel } from "../../lib/training";
import { tastefulInteractions } from "../fixtures";

export const split: Split = leaveLastOut(tastefulInteractions());

/** Sizes that make an epoch take a moment. */
export const small = {
  ...{ embeddingSize: 4, featureEmbeddingSize: 4, hiddenSizes: [8], outputSize: 4 },
  ...{ batchSize: 128, epochs: 3, patience: 100 },
};

/** Runs it without a progress bar. */
export function quietly(
  records: string,
  method: Method = twoTower(small),
  options: ExperimentOptions = {},
): Promise<ExperimentResult> {
  return experiment(method, split, { records, onProgress: () => undefined, ...options });
}

/** A notebook's own method: users' vectors are zero, and an item's place in the ranking is its index times `sign`. */
export function ownMethod(sign: number): Method {
  return {
    name: "by-index",
    options: { sign },
    fit: ({ train }, { seed }): Promise<TrainedModel> =>
      Promise.resolve({
        ...{ method: "by-index", seed, history: [], bestEpoch: 0, parameters: {}, size: 1 },
        userVectors: new Float32Array(train.userCount).fill(1),
        itemVectors: Float32Array.from({ length: train.itemCount }, (_, item) => sign * item),
      }),
  };
}

import { Parameters, plainResult, tf, type ParameterArrays } from "../../lib/engine";
import type { MirecStagesOptions } from "../../lib/methods";
import type { blockChain } from "../../lib/methods/mirecStages/blockChain";
import { leaveLastOut, type Split } from "../../lib/splitting";
import { tastefulInteractions } from "../fixtures";
import { smallTowers } from "./smallTowers";

export const split = leaveLastOut(tastefulInteractions({ users: 120, items: 80 }));
/** Without validation positives the last epoch's weights are kept: what was trained to, not what ranks best. */
export const unwatched: Split = {
  ...split,
  validation: { ...split.validation, users: new Int32Array(0), items: new Int32Array(0) },
};
export const towers = {
  ...smallTowers,
  epochs: 4,
};
const chain = { ...towers, doublings: 4, blockEpochs: 2, metaHiddenSize: 8 };
/** Options of each reading that make a fit take a moment. */
export const small = {
  "item-vectors": { ...chain, vectorEpochs: 2 },
  "last-layer": { ...chain, reading: "last-layer", layerEpochs: 2, layerDraws: 1 },
} as const satisfies Record<MirecStagesOptions["reading"], Partial<MirecStagesOptions>>;
/** Rows after the chain, and after their first block. */
export function runChain(
  chain: ReturnType<typeof blockChain>,
  arrays: ParameterArrays,
  rows: readonly (readonly number[])[],
  entry: readonly number[],
  from?: number,
): { reached: number[][]; firstStep: number[][] } {
  const parameters = new Parameters(arrays);
  try {
    return plainResult(() => {
      const output = chain.apply(
        parameters.read(),
        tf.tensor2d(rows.map((row) => [...row])),
        tf.tensor1d([...entry]),
        from,
      );
      return { reached: output.reached.arraySync(), firstStep: output.firstStep.arraySync() };
    });
  } finally {
    parameters.dispose();
  }
}

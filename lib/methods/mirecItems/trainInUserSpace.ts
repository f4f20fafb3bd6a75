import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import {
  adam,
  Optimiser,
  Parameters,
  plainResult,
  tf,
  valueAndGradients,
  type ParameterArrays,
  type ParameterTensors,
} from "../../engine";
import { softmaxLoss } from "../../losses";
import { breather, finiteLoss, remedy, type FitContext, type TrainingState } from "../../training";
import { epochBatches } from "../epochBatches";
import { samplesInSpace } from "../samplesInSpace";
import type { UserSpace, UserSpaceTraining } from "./userSpace";

/**
 * Learns parameters that item vectors are a function of, with the users' vectors fixed: Adam on the softmax over all
 * items (Eq 1-2), a set number of passes over the samples.
 *
 * @param initial what is learnt, as it starts.
 * @param itemVectors vectors of all items under the parameters, shape [items, size].
 * @param rows training rows that are seen.
 * @param purpose names the random order, such as "4 shots, group 1".
 * @param itemBias added to every item's logit while learning, shape [items]. Default: nothing.
 * @returns the learnt parameters, outside TensorFlow.
 * @throws when the loss stops being a number, naming the step and what to lower; the signal's reason when it was raised.
 */
export async function trainInUserSpace(
  space: Pick<UserSpace, "train" | "userVectors" | keyof UserSpaceTraining>,
  initial: ParameterArrays,
  itemVectors: (values: ParameterTensors) => Tensor2D,
  rows: Int32Array,
  purpose: string,
  { seed, signal, onProgress, checkpoints }: FitContext,
  itemBias?: Tensor1D,
): Promise<ParameterArrays> {
  const checkpoint = checkpoints?.ofNextRun(purpose);
  const saved = await checkpoint?.load();
  if (saved?.finished) return saved.bestParameters;
  const losses: number[] = [...(saved?.losses ?? [])];
  const parameters = new Parameters(saved?.parameters ?? initial);
  const optimiser = new Optimiser(adam({ learningRate: space.learningRate }), parameters);
  const breathe = breather(signal);
  const lower = [{ option: space.learningRateOption, value: space.learningRate }];
  let steps = saved?.step ?? 0;
  const start = performance.now();
  const lossOf = (batch: Int32Array, values: ParameterTensors): Scalar =>
    softmaxLoss({ ...samplesInSpace(space, batch), items: itemVectors(values), bias: itemBias });
  const step = (batch: Int32Array): number => {
    const current = parameters.read();
    const { value, gradients } = valueAndGradients((values) => lossOf(batch, values), current);
    const loss = value.dataSync()[0];
    // Freed before the update: a variable whose values are still held elsewhere is copied by it.
    tf.dispose(Object.values(current));
    optimiser.apply(gradients);
    return loss;
  };
  const state = (learnt: ParameterArrays | undefined): TrainingState => ({
    finished: learnt !== undefined,
    step: steps,
    bestEpoch: losses.length,
    bestMetric: null,
    bestParameters: learnt ?? {},
    // No epoch is ranked here: all passes are taken.
    ...{ losses: Float64Array.from(losses), seconds: new Float64Array(losses.length) },
    validationRanks: new Int32Array(0),
    parameters: learnt ? {} : parameters.snapshot(),
    optimiser: learnt ? null : optimiser.state(),
    memory: {},
  });
  try {
    if (saved?.optimiser) optimiser.restore(saved.optimiser);
    for (let epoch = losses.length + 1; epoch <= space.epochs; epoch++) {
      let lossSum = 0;
      const order = `${purpose}, epoch ${epoch}`;
      for (const batch of epochBatches(rows, space.train.users, space, seed, order)) {
        steps += 1;
        const loss = plainResult(() => step(batch));
        lossSum +=
          batch.length * finiteLoss(loss, { label: `learning from ${purpose}`, step: steps, epoch }, lower);
        await breathe();
      }
      losses.push(lossSum / Math.max(rows.length, 1));
      const secondsSpent = (performance.now() - start) / 1000;
      onProgress({
        label: purpose,
        epoch,
        epochs: space.epochs,
        loss: losses[epoch - 1],
        metricName: "metric",
        metric: null,
        bestEpoch: epoch,
        secondsSpent,
        secondsLeft: (secondsSpent / epoch) * (space.epochs - epoch),
        done: epoch === space.epochs,
      });
      signal.throwIfAborted();
      if (checkpoint?.isDue()) await checkpoint.save(state(undefined));
    }
    const learnt = parameters.snapshot();
    // The last step's loss was before it.
    if (!Object.values(learnt).every(({ values }) => values.every(Number.isFinite)))
      throw new Error(
        `What was learnt from ${purpose} is not numbers after step ${steps}; ${remedy(lower)}.`,
      );
    await checkpoint?.save(state(learnt));
    return learnt;
  } finally {
    optimiser.dispose();
    parameters.dispose();
  }
}

import { Adam, plainResult, seededDropout, tf, type ParameterArrays } from "../engine";
import {
  metricNamed,
  NotANumberScoreError,
  overallMetric,
  rankBlocks,
  type Ranks,
  type Scorer,
} from "../evaluation";
import { randomStream } from "../random";
import type { Split } from "../splitting";
import { breather } from "./breathe";
import type { EpochRecord } from "./history";
import type { FitContext } from "./method";
import { takeStep } from "./takeStep";
import type { TrainingTask } from "./trainingTask";

/** When training ends and which weights are kept. */
export interface StoppingOptions {
  /** Epochs at most. Default 200, the article's. */
  readonly epochs: number;
  /** Epochs without a better validation metric after which training ends. Default 15. */
  readonly patience: number;
  /** Validation metric over all positives that is watched: "HR@K", "NDCG@K" or "MRR". Default "NDCG@50". */
  readonly monitor: string;
}

export const defaultStopping: StoppingOptions = { epochs: 200, patience: 15, monitor: "NDCG@50" };

/** What a training run came to. */
export interface TrainingOutcome {
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number;
  readonly bestParameters: ParameterArrays;
}

/** Ranks of the validation positives; says what to lower where the last step made the scores no numbers. */
async function validationRanks<Batch>(
  task: TrainingTask<Batch, Scorer>,
  split: Split,
  step: number,
  breathe: () => Promise<void> | undefined,
): Promise<Ranks> {
  const ranking = rankBlocks(currentVectors(task), split, "validation");
  try {
    for (;;) {
      const block = ranking.next();
      if (block.done) return block.value;
      await breathe();
    }
  } catch (cause) {
    if (!(cause instanceof NotANumberScoreError)) throw cause;
    throw new Error(
      `The scores of ${task.label} are not numbers after step ${step}; lower learningRate (now ${task.learningRate}).`,
      { cause },
    );
  } finally {
    // Ends the generator where it was left in the middle, which frees what it holds in the engine.
    ranking.return(undefined as never);
  }
}

/**
 * Trains with Adam until the watched validation metric has not improved for `patience` epochs, and leaves the best
 * epoch's weights in `task.parameters`. Without validation positives all epochs are run and the last is kept.
 *
 * @throws when the loss or a score is not a number, saying at which step and which option to lower; the signal's
 * reason when it was raised.
 */
export async function trainEpochs<Batch>(
  task: TrainingTask<Batch, Scorer>,
  stopping: StoppingOptions,
  split: Split,
  { seed, signal, onProgress }: FitContext,
): Promise<TrainingOutcome> {
  const metric = metricNamed(stopping.monitor);
  const optimiser = new Adam(task.parameters, { learningRate: task.learningRate }, task.trainable);
  const breathe = breather(signal);
  const masks = randomStream(seed, `dropout of ${task.purpose ?? ""}`).integer(2 ** 31);
  const history: EpochRecord[] = [];
  let best = { epoch: 0, metric: -Infinity, parameters: task.parameters.snapshot() };
  let step = 0;
  const start = performance.now();
  try {
    for (let epoch = 1; epoch <= stopping.epochs; epoch++) {
      const epochStart = performance.now();
      let lossSum = 0;
      let samples = 0;
      for (const batch of task.batches(epoch)) {
        step += 1;
        const loss = takeStep(task, optimiser, batch, seededDropout(task.dropout, masks, step));
        if (!Number.isFinite(loss)) {
          throw new Error(
            `The loss of ${task.label} is ${loss} at step ${step} (epoch ${epoch}); lower learningRate (now ${task.learningRate}).`,
          );
        }
        lossSum += loss * task.batchSize(batch);
        samples += task.batchSize(batch);
        await breathe();
      }
      if (samples === 0) {
        throw new Error(`There is no sample for ${task.label} to learn from in epoch ${epoch}.`);
      }
      const validation = await validationRanks(task, split, step, breathe);
      const value = overallMetric(metric, validation);
      history.push({
        epoch,
        loss: lossSum / samples,
        seconds: (performance.now() - epochStart) / 1000,
        validation,
      });
      if (value === null || value > best.metric) {
        best = { epoch, metric: value ?? -Infinity, parameters: task.parameters.snapshot() };
      }
      const done = epoch === stopping.epochs || epoch - best.epoch >= stopping.patience;
      const secondsSpent = (performance.now() - start) / 1000;
      onProgress({
        label: task.label,
        epoch,
        epochs: stopping.epochs,
        loss: lossSum / samples,
        metricName: stopping.monitor,
        metric: value,
        bestEpoch: best.epoch,
        secondsSpent,
        secondsLeft: (secondsSpent / epoch) * (stopping.epochs - epoch),
        done,
      });
      await breathe();
      if (done) break;
    }
    task.parameters.restore(best.parameters);
    return { history, bestEpoch: best.epoch, bestParameters: best.parameters };
  } finally {
    optimiser.dispose();
  }
}

/** Vectors (or scores) under the current parameters. */
export function currentVectors<Batch, Model extends Scorer>(task: TrainingTask<Batch, Model>): Model {
  const values = task.parameters.read();
  try {
    return plainResult(() => task.vectors(values));
  } finally {
    tf.dispose(Object.values(values));
  }
}

import { Optimiser, plainResult, seededDropout, tf, updateRule, type ParameterArrays } from "../engine";
import {
  metricNamed,
  NotANumberScoreError,
  overallMetric,
  positiveLosses,
  rankBlocks,
  type Ranks,
  type Scorer,
} from "../evaluation";
import { randomStream } from "../random";
import type { Split } from "../splitting";
import { breather } from "./breathe";
import type { TrainingState } from "./checkpoints";
import { finiteLoss, optimiserStepSizes, remedy, type StepSize } from "./divergence";
import type { EpochRecord } from "./history";
import { historyColumns, historyOfColumns } from "./historyColumns";
import type { FitContext } from "./method";
import { takeStep } from "./takeStep";
import type { TrainingTask } from "./trainingTask";

/** When training ends and which weights are kept. */
export interface StoppingOptions {
  /** Epochs at most. Default 200, the article's. */
  readonly epochs: number;
  /** Epochs without a better validation metric after which training ends. Default 15. */
  readonly patience: number;
  /** Validation metric over all positives that is watched, unless the task watches something else: "HR@K", "NDCG@K" or "MRR". Default "NDCG@50". */
  readonly monitor: string;
}

export const defaultStopping: StoppingOptions = { epochs: 200, patience: 15, monitor: "NDCG@50" };

/** What a training run came to. */
export interface TrainingOutcome {
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number;
  readonly bestParameters: ParameterArrays;
}

/** What to lower where a loss or a score is no number. */
const stepSizesOf = (
  task: Pick<TrainingTask<never>, "learningRate" | "weightDecay" | "stepSizes">,
): readonly StepSize[] => task.stepSizes ?? optimiserStepSizes(task);

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
    const help = remedy(stepSizesOf(task));
    throw new Error(`The scores of ${task.label} are not numbers after step ${step}; ${help}.`, { cause });
  } finally {
    // Ends the generator where it was left in the middle, which frees what it holds in the engine.
    ranking.return(undefined as never);
  }
}

/**
 * Trains until the watched validation metric has not improved for `patience` epochs, and leaves the best
 * epoch's weights in `task.parameters`. Without validation positives all epochs are run and the last is kept.
 *
 * With checkpoints it goes on where an earlier call ended, to the same numbers as if that had never ended; a run that was
 * finished is read.
 *
 * @throws when the loss or a score is not a number, saying at which step and which option to lower; the signal's
 * reason when it was raised.
 */
export async function trainEpochs<Batch>(
  task: TrainingTask<Batch, Scorer>,
  stopping: StoppingOptions,
  split: Split,
  { seed, signal, onProgress, checkpoints }: FitContext,
): Promise<TrainingOutcome> {
  const metric = metricNamed(stopping.monitor);
  const watched = task.watched ?? {
    name: stopping.monitor,
    value: (validation: Ranks): number | null => overallMetric(metric, validation),
  };
  const checkpoint = checkpoints?.ofNextRun(task.label);
  const saved = await checkpoint?.load();
  const history = saved ? savedHistory(saved, split) : [];
  const before = history.reduce((sum, { seconds }) => sum + seconds, 0);
  const start = performance.now();
  let step = saved?.step ?? 0;
  let best = saved
    ? { epoch: saved.bestEpoch, metric: saved.bestMetric ?? -Infinity, parameters: saved.bestParameters }
    : { epoch: 0, metric: -Infinity, parameters: task.parameters.snapshot() };
  const report = (done: boolean): void => {
    const { epoch, loss, validation } = history[history.length - 1];
    const secondsSpent = before + (performance.now() - start) / 1000;
    onProgress({
      label: task.label,
      epoch,
      epochs: stopping.epochs,
      loss,
      metricName: watched.name,
      metric: watched.value(validation),
      bestEpoch: best.epoch,
      secondsSpent,
      secondsLeft: (secondsSpent / epoch) * (stopping.epochs - epoch),
      done,
    });
  };
  if (saved) task.memory?.restore(saved.memory);
  if (saved?.finished) {
    report(true);
    task.parameters.restore(best.parameters);
    return { history, bestEpoch: best.epoch, bestParameters: best.parameters };
  }
  const rule = updateRule(task.optimiser ?? "adam", task.learningRate, task.weightDecay);
  const optimiser = new Optimiser(rule, task.parameters, task.trainable);
  const breathe = breather(signal);
  const masks = randomStream(seed, `dropout of ${task.purpose ?? ""}`).integer(2 ** 31);
  try {
    if (saved) {
      task.parameters.restore(saved.parameters);
      if (saved.optimiser) optimiser.restore(saved.optimiser);
    }
    for (let epoch = history.length + 1; epoch <= stopping.epochs; epoch++) {
      const epochStart = performance.now();
      let lossSum = 0;
      let samples = 0;
      for (const batch of task.batches(epoch)) {
        step += 1;
        const taken = takeStep(task, optimiser, batch, seededDropout(task.dropout, masks, step));
        const loss = finiteLoss(taken, { label: task.label, step, epoch }, stepSizesOf(task));
        lossSum += loss * task.batchSize(batch);
        samples += task.batchSize(batch);
        await breathe();
      }
      if (samples === 0) {
        throw new Error(`There is no sample for ${task.label} to learn from in epoch ${epoch}.`);
      }
      const validation = await validationRanks(task, split, step, breathe);
      const value = watched.value(validation);
      history.push({
        epoch,
        loss: lossSum / samples,
        seconds: (performance.now() - epochStart) / 1000,
        validation,
        ...(task.validationLosses
          ? { validationLosses: positiveLosses(currentVectors(task), split, "validation") }
          : {}),
      });
      if (value === null || value > best.metric) {
        best = { epoch, metric: value ?? -Infinity, parameters: task.parameters.snapshot() };
      }
      const done = epoch === stopping.epochs || epoch - best.epoch >= stopping.patience;
      report(done);
      if (checkpoint && (done || checkpoint.isDue())) {
        await checkpoint.save({
          finished: done,
          step,
          bestEpoch: best.epoch,
          bestMetric: best.metric === -Infinity ? null : best.metric,
          bestParameters: best.parameters,
          ...historyColumns(history),
          parameters: done ? {} : task.parameters.snapshot(),
          optimiser: done ? null : optimiser.state(),
          memory: task.memory?.state() ?? {},
        });
      }
      await breathe();
      // A breath is taken now and then; whoever stops a run at the end of an epoch is heard there.
      signal.throwIfAborted();
      if (done) break;
    }
    task.parameters.restore(best.parameters);
    return { history, bestEpoch: best.epoch, bestParameters: best.parameters };
  } finally {
    optimiser.dispose();
  }
}

/** The history in a saved state, whose ranks are of the split's validation positives. */
function savedHistory(saved: TrainingState, { validation }: Split): EpochRecord[] {
  const { users, items, itemCount } = validation;
  return historyOfColumns(saved, { part: "validation", users, items, candidates: itemCount });
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

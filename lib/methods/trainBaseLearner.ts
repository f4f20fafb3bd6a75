import type { Tensor1D } from "@tensorflow/tfjs-node";
import { allRows, type Stage } from "../curriculum";
import { noDropout, Parameters, tf, type ParameterArrays, type ParameterTensors } from "../engine";
import type { VectorScorer } from "../evaluation";
import { softmaxLoss } from "../losses";
import { twoTowerModel, type TwoTowerModel } from "../models";
import { randomStream, shuffleInPlace } from "../random";
import type { Split } from "../splitting";
import {
  currentVectors,
  trainEpochs,
  type EpochRecord,
  type FitContext,
  type TrainingResult,
  type TrainingTask,
} from "../training";
import type { BaseLearnerOptions } from "./baseLearnerOptions";

/** A trained two-tower model. */
export type TrainedTwoTower = TrainingResult & VectorScorer;

/** What a method changes about the base-learner; each has a default that changes nothing. */
export interface BaseLearnerVariant {
  /** Name of the method, shown with the progress and kept with the model. */
  readonly method: string;
  /** Stages, one after the other, each starting from the best weights of the one before. Default: all samples. */
  readonly stages?: readonly Stage[];
  /** Added to the logit of every item, such as lambda_c log p; shape [itemCount]. */
  readonly itemBias?: Float32Array;
  /** Weight of each training pair, shape [pairs]. */
  readonly sampleWeights?: Float32Array;
  /** Parameters to start from. Default: fresh ones from the seed. */
  readonly initial?: ParameterArrays;
  /** Names of the parameters that are trained. Default: all. */
  readonly trainable?: readonly string[];
}

/** Rows of the training pairs of one step. */
export type RowBatch = Int32Array;

/** Rows in an order drawn anew each epoch, cut into batches; the last may be smaller. */
export function* shuffledBatches(
  rows: Int32Array,
  batchSize: number,
  seed: number,
  purpose: string,
): Generator<RowBatch> {
  const order = shuffleInPlace(rows.slice(), randomStream(seed, purpose));
  for (let start = 0; start < order.length; start += batchSize)
    yield order.subarray(start, start + batchSize);
}

/** Vectors of all users and items, without dropout. */
export function towerVectors(model: TwoTowerModel, values: ParameterTensors): VectorScorer {
  const users = model.user.forward(values, null, noDropout);
  return {
    userVectors: users.dataSync<"float32">(),
    itemVectors: model.item.forward(values, null, noDropout).dataSync<"float32">(),
    size: users.shape[1],
  };
}

/**
 * Trains the base-learner, the two towers under the softmax over all items (Eq 1-2), in the way a variant asks for.
 * Every stage stops early and hands its best weights to the next; the last stage's best are the model's.
 */
export async function trainBaseLearner(
  split: Split,
  settings: BaseLearnerOptions,
  variant: BaseLearnerVariant,
  context: FitContext,
): Promise<TrainedTwoTower> {
  const { train } = split;
  const { method, itemBias, sampleWeights } = variant;
  const every = allRows(train);
  const stages = variant.stages ?? [{ name: "", samples: () => every }];
  const model = twoTowerModel(split.data, settings, settings.features);
  const parameters = new Parameters(variant.initial ?? model.initialise(context.seed));
  const bias = itemBias && tf.tensor1d(itemBias);
  const task = (stage: Stage): TrainingTask<RowBatch> => ({
    label: stage.name === "" ? method : `${method}, ${stage.name}`,
    parameters,
    trainable: variant.trainable,
    learningRate: settings.learningRate,
    dropout: settings.dropout,
    batches: (epoch) => {
      const purpose = `order of ${stage.name} epoch ${epoch}`;
      return shuffledBatches(stage.samples(epoch), settings.batchSize, context.seed, purpose);
    },
    batchSize: (rows) => rows.length,
    loss: (values, rows, dropout) => {
      const users: Tensor1D = tf.tensor1d(
        rows.map((row) => train.users[row]),
        "int32",
      );
      return softmaxLoss({
        users: model.user.forward(values, users, dropout),
        items: model.item.forward(values, null, dropout),
        positives: tf.tensor1d(
          rows.map((row) => train.items[row]),
          "int32",
        ),
        bias,
        weights: sampleWeights && tf.tensor1d(Float32Array.from(rows, (row) => sampleWeights[row])),
      });
    },
    vectors: (values) => towerVectors(model, values),
  });
  const history: EpochRecord[] = [];
  let bestEpoch = 0;
  try {
    for (const stage of stages) {
      const stopping = { ...settings, epochs: stage.epochs ?? settings.epochs };
      const outcome = await trainEpochs(task(stage), stopping, split, context);
      bestEpoch = history.length + outcome.bestEpoch;
      for (const record of outcome.history) history.push({ ...record, epoch: history.length + 1 });
    }
    return {
      method,
      seed: context.seed,
      history,
      bestEpoch,
      parameters: parameters.snapshot(),
      ...currentVectors(task(stages[stages.length - 1])),
    };
  } finally {
    bias?.dispose();
    parameters.dispose();
    model.dispose();
  }
}

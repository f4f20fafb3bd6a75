import { allRows, type Stage } from "../curriculum";
import { noDropout, Parameters, plainResult, type ParameterArrays, type ParameterTensors } from "../engine";
import type { VectorScorer } from "../evaluation";
import { twoTowerModel, type Tower, type TwoTowerModel } from "../models";
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
import { joinedHistory } from "./joinedHistory";
import { predictionLoss, type PredictionTerms } from "./predictionLoss";
import type { SampleBatch } from "./sampleBatch";

/** A trained two-tower model. */
export type TrainedTwoTower = TrainingResult & VectorScorer;

/** What a method changes about the base-learner; each has a default that changes nothing. */
export interface BaseLearnerVariant extends PredictionTerms {
  /** Name of the method, shown with the progress and kept with the model. */
  readonly method: string;
  /** Stages, one after the other, each starting from the best weights of the one before. Default: all samples. */
  readonly stages?: readonly Stage[];
  /** Parameters to start from. Default: fresh ones from the seed. */
  readonly initial?: ParameterArrays;
  /** Names of the parameters that are trained. Default: all. */
  readonly trainable?: readonly string[];
  /** Whether the loss of every validation positive is kept after each epoch. Default false. */
  readonly validationLosses?: boolean;
}

/** Entities whose vectors are computed at once: the layers between take memory in proportion to it, and no more. */
const vectorBlock = 65_536;

/** Output vectors of one tower for all of its entities, without dropout, shape [entities, outputSize]. */
function vectorsOf(tower: Tower, values: ParameterTensors): Float32Array {
  const { entities, outputSize } = tower;
  if (entities <= vectorBlock) return tower.forward(values, null, noDropout).dataSync<"float32">();
  const vectors = new Float32Array(entities * outputSize);
  for (let start = 0; start < entities; start += vectorBlock) {
    const length = Math.min(vectorBlock, entities - start);
    const block = Int32Array.from({ length }, (_, at) => start + at);
    const computed = plainResult(() =>
      tower.forward(values, { entities: block }, noDropout).dataSync<"float32">(),
    );
    vectors.set(computed, start * outputSize);
  }
  return vectors;
}

/** Vectors of all users and items, without dropout. */
export function towerVectors(model: TwoTowerModel, values: ParameterTensors): VectorScorer {
  return {
    userVectors: vectorsOf(model.user, values),
    itemVectors: vectorsOf(model.item, values),
    size: model.user.outputSize,
  };
}

/**
 * Trains the base-learner, the two towers under the softmax over candidates (Eq 1-2), in the way a variant asks for.
 * Every stage stops early and hands its best weights to the next; the last stage's best are the model's. A stage without
 * samples is passed over.
 */
export async function trainBaseLearner(
  split: Split,
  settings: BaseLearnerOptions,
  variant: BaseLearnerVariant,
  context: FitContext,
): Promise<TrainedTwoTower> {
  const { train } = split;
  const { method } = variant;
  const every = allRows(train);
  const asked = variant.stages ?? [{ name: "", samples: () => every }];
  // Data without a tail (or a head) has no such stage; where none is left, the first says that it has no sample.
  const some = asked.filter((stage) => stage.samples(1).length > 0);
  const stages = some.length > 0 ? some : asked.slice(0, 1);
  const model = twoTowerModel(split.data, settings, settings.features);
  const parameters = new Parameters(variant.initial ?? model.initialise(context.seed));
  const prediction = predictionLoss(model, train, settings, variant);
  const task = (stage: Stage): TrainingTask<SampleBatch> => ({
    label: stage.name === "" ? method : `${method}, ${stage.name}`,
    purpose: stage.name,
    parameters,
    trainable: variant.trainable,
    validationLosses: variant.validationLosses,
    learningRate: settings.learningRate,
    optimiser: settings.optimiser,
    weightDecay: settings.weightDecay,
    touched: (batch) => batch.touched,
    dropout: settings.dropout,
    batches: (epoch) =>
      prediction.batches(stage.samples(epoch), context.seed, `order of ${stage.name} epoch ${epoch}`),
    batchSize: ({ rows }) => rows.length,
    loss: (values, batch, dropout) => prediction.loss(values, batch, dropout),
    memory: prediction.memory,
    vectors: (values) => towerVectors(model, values),
  });
  let history: readonly EpochRecord[] = [];
  let bestEpoch = 0;
  try {
    for (const stage of stages) {
      const stopping = { ...settings, epochs: stage.epochs ?? settings.epochs };
      const outcome = await trainEpochs(task(stage), stopping, split, context);
      bestEpoch = history.length + outcome.bestEpoch;
      history = joinedHistory(history, outcome.history);
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
    prediction.dispose();
    parameters.dispose();
    model.dispose();
  }
}

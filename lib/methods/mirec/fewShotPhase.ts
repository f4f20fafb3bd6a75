import type { Scalar } from "@tensorflow/tfjs-node";
import { fewShotDraw } from "../../curriculum";
import { Parameters, tf, type Dropout, type ParameterArrays, type ParameterTensors } from "../../engine";
import { criterionText, ranksValue, type CriterionOptions, type VectorScorer } from "../../evaluation";
import { itemShares, logitCorrection } from "../../losses";
import { twoTowerModel } from "../../models";
import { randomStream } from "../../random";
import { popularityGroups, type Pairs, type Split } from "../../splitting";
import {
  currentVectors,
  optimiserStepSizes,
  stepSizes,
  trainEpochs,
  type EpochRecord,
  type FitContext,
  type StepSize,
  type TrainingTask,
  type Watched,
} from "../../training";
import { predictionLoss } from "../predictionLoss";
import type { SampleBatch } from "../sampleBatch";
import { towerVectors } from "../trainBaseLearner";
import { algorithmOneStep } from "./algorithmOne";
import { fewShotLoss } from "./fewShotLoss";
import { lastLayerMap, reportMap, type MapReport } from "./lastLayerMap";
import type { MirecOptions } from "./options";

/** What the second phase came to. */
export interface FewShotOutcome {
  /** Vectors under F(theta). */
  readonly mapped: VectorScorer;
  readonly report: MapReport;
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number;
  /** All parameters of the second phase: theta, the lower layers, and w. */
  readonly parameters: ParameterArrays;
}

/** Parameters that the second phase starts from: the many-shot model's, with theta where `start` says. */
function startOf(
  manyShot: ParameterArrays,
  initial: ParameterArrays,
  theta: readonly string[],
): ParameterArrays {
  return { ...manyShot, ...Object.fromEntries(theta.map((name) => [name, initial[name]])) };
}

/** Omega(k) of an epoch: of the head alone where model-level transfer is alone, and one for all epochs without `redraw`. */
export function fewShotRows(
  train: Pairs,
  { k, side, transfer, redraw }: Pick<MirecOptions, "k" | "side" | "transfer" | "redraw">,
  seed: number,
  epoch: number,
): Int32Array {
  const draw = randomStream(seed, `few-shot draw ${redraw ? epoch : 0}`);
  return fewShotDraw(train, { k, side, headOnly: transfer === "model-level" }, draw);
}

/** What makes a step smaller: lambda does, too, as the prediction loss's gradient is in proportion to it. */
const stepSizesOf = (options: MirecOptions): readonly StepSize[] => [
  ...(options.update === "algorithm1" ? stepSizes(options, "gamma", "beta") : optimiserStepSizes(options)),
  ...stepSizes(options, "lambda"),
];

/** The criterion that chooses lambda_p, as what is watched. */
function watchedCriterion({ train }: Split, criterion: CriterionOptions): Watched {
  const groups = popularityGroups(train, { headShare: criterion.headShare });
  return {
    name: criterionText(criterion),
    value: (validation) => ranksValue(validation, groups, criterion),
  };
}

/**
 * Phase 2 of MIRec: learns theta on Omega(k) and F towards theta*, by Eq 5 (`fewShotLoss`).
 *
 * @param name of the method, shown with the progress and in errors.
 * @param manyShot parameters of the trained many-shot model.
 */
export async function fewShotPhase(
  name: string,
  split: Split,
  options: MirecOptions,
  manyShot: ParameterArrays,
  context: FitContext,
): Promise<FewShotOutcome> {
  const { train } = split;
  const model = twoTowerModel(split.data, options, options.features);
  const map = lastLayerMap(model, options);
  const start =
    options.start === "initial" ? startOf(manyShot, model.initialise(context.seed), map.theta) : manyShot;
  const parameters = new Parameters({ ...start, ...map.initialise(context.seed) });
  const goal = Object.fromEntries(
    map.theta.map((name) => [name, tf.tensor(manyShot[name].values, [...manyShot[name].shape])]),
  );
  const itemBias = logitCorrection({ lambdaC: options.fewShotLambdaC, p: itemShares(train) });
  const prediction = predictionLoss(model, train, options, { itemBias });
  const lower = Object.keys(start).filter((name) => !map.theta.includes(name));
  const trainable = [...map.theta, ...map.w, ...(options.lowerLayers === "moving" ? lower : [])];

  const lossOf = (batch: SampleBatch, dropout: Dropout): ((values: ParameterTensors) => Scalar) =>
    fewShotLoss(map, goal, options, (predicting) => prediction.loss(predicting, batch, dropout));
  const task: TrainingTask<SampleBatch> = {
    label: `${name}, few-shot${options.form === "identity" ? ", F = identity" : ""}`,
    purpose: "few-shot",
    parameters,
    trainable,
    learningRate: options.learningRate,
    optimiser: options.optimiser,
    weightDecay: options.weightDecay,
    touched: (batch) => batch.touched,
    dropout: options.dropout,
    batches: (epoch) =>
      prediction.batches(
        fewShotRows(train, options, context.seed, epoch),
        context.seed,
        `order of few-shot epoch ${epoch}`,
      ),
    batchSize: ({ rows }) => rows.length,
    loss: (values, batch, dropout) => lossOf(batch, dropout)(values),
    step:
      options.update === "algorithm1"
        ? (batch, dropout) => algorithmOneStep(parameters, map, trainable, options, lossOf(batch, dropout))
        : undefined,
    stepSizes: stepSizesOf(options),
    memory: prediction.memory,
    watched: options.stopsBy === "criterion" ? watchedCriterion(split, options) : undefined,
    vectors: (values) => towerVectors(model, map.apply(values)),
  };
  try {
    const outcome = await trainEpochs(task, { ...options, epochs: options.fewShotEpochs }, split, context);
    const values = parameters.read();
    const report = reportMap(map, values, goal);
    tf.dispose(values);
    return {
      mapped: currentVectors(task),
      report,
      history: outcome.history,
      bestEpoch: outcome.bestEpoch,
      parameters: outcome.bestParameters,
    };
  } finally {
    prediction.dispose();
    tf.dispose(goal);
    parameters.dispose();
    model.dispose();
  }
}

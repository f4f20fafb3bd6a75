import type { Scalar, Tensor1D } from "@tensorflow/tfjs-node";
import { z } from "zod";
import { noDropout, Parameters, tf } from "../engine";
import type { VectorScorer } from "../evaluation";
import { softmaxLoss } from "../losses";
import { defaultTowerOptions, twoTowerModel, type FeatureChoice, type TowerOptions } from "../models";
import { randomStream, shuffledIndices } from "../random";
import type { Pairs } from "../splitting";
import {
  currentVectors,
  defaultStopping,
  trainEpochs,
  type Method,
  type StoppingOptions,
  type TrainingResult,
  type TrainingTask,
} from "../training";
import { parseOptions } from "./options";

/** Options of the two-tower model; see the types it is made of for what each means and why it is what it is. */
export interface TwoTowerOptions extends TowerOptions, StoppingOptions {
  /** Adam's step size. Default 0.001. */
  readonly learningRate: number;
  /** Samples a step. Default 1024. */
  readonly batchSize: number;
  /** Which features the towers read. Default all but title words. */
  readonly features: FeatureChoice;
}

const schema = z
  .object({
    embeddingSize: z.number().int().positive().default(defaultTowerOptions.embeddingSize),
    featureEmbeddingSize: z.number().int().positive().default(defaultTowerOptions.featureEmbeddingSize),
    hiddenSizes: z
      .array(z.number().int().positive())
      .readonly()
      .default([...defaultTowerOptions.hiddenSizes]),
    outputSize: z.number().int().positive().default(defaultTowerOptions.outputSize),
    dropout: z.number().min(0).lt(1).default(defaultTowerOptions.dropout),
    epochs: z.number().int().positive().default(defaultStopping.epochs),
    patience: z.number().positive().default(defaultStopping.patience),
    monitor: z
      .string()
      .regex(/^((HR|NDCG)@[1-9]\d*|MRR)$/, "must be HR@K, NDCG@K or MRR")
      .default(defaultStopping.monitor),
    learningRate: z.number().positive().default(0.001),
    batchSize: z.number().int().positive().default(1024),
    features: z
      .object({ user: z.array(z.string()).optional(), item: z.array(z.string()).optional() })
      .strict()
      .default({}),
  })
  .strict();

/** A trained two-tower model. */
export type TrainedTwoTower = TrainingResult & VectorScorer;

interface PairBatch {
  readonly users: Int32Array;
  readonly items: Int32Array;
}

/** The pairs in an order drawn anew each epoch, cut into batches; the last may be smaller. */
function* shuffledBatches(
  pairs: Pairs,
  batchSize: number,
  seed: number,
  epoch: number,
): Generator<PairBatch> {
  const order = shuffledIndices(pairs.users.length, randomStream(seed, `order of epoch ${epoch}`));
  for (let start = 0; start < order.length; start += batchSize) {
    const rows = order.subarray(start, start + batchSize);
    yield { users: rows.map((row) => pairs.users[row]), items: rows.map((row) => pairs.items[row]) };
  }
}

/**
 * The base-learner: two towers whose outputs' dot product scores, trained with the softmax over all items.
 *
 *     p(i|u) = exp s(u,i) / sum over all items j of exp s(u,j),  L = - mean over Omega of log p(i|u)   // Eq 1-2
 *
 * @throws when an option is unknown or out of range, naming it and the nearest valid one.
 */
export function twoTower(options: Partial<TwoTowerOptions> = {}): Method<TrainedTwoTower> {
  const settings = parseOptions<TwoTowerOptions>("two-tower", schema, options);
  return {
    name: "two-tower",
    options: { ...settings },
    fit: async (split, context) => {
      const model = twoTowerModel(split.data, settings, settings.features);
      const parameters = new Parameters(model.initialise(context.seed));
      const task: TrainingTask<PairBatch> = {
        label: "two-tower",
        parameters,
        learningRate: settings.learningRate,
        dropout: settings.dropout,
        batches: (epoch) => shuffledBatches(split.train, settings.batchSize, context.seed, epoch),
        batchSize: (batch) => batch.users.length,
        loss: (values, batch, dropout): Scalar => {
          const users: Tensor1D = tf.tensor1d(batch.users, "int32");
          return softmaxLoss({
            users: model.user.forward(values, users, dropout),
            items: model.item.forward(values, null, dropout),
            positives: tf.tensor1d(batch.items, "int32"),
          });
        },
        vectors: (values) => ({
          userVectors: model.user.forward(values, null, noDropout).dataSync<"float32">(),
          itemVectors: model.item.forward(values, null, noDropout).dataSync<"float32">(),
          size: settings.outputSize,
        }),
      };
      try {
        const outcome = await trainEpochs(task, settings, split, context);
        return {
          method: "two-tower",
          seed: context.seed,
          history: outcome.history,
          bestEpoch: outcome.bestEpoch,
          parameters: outcome.bestParameters,
          ...currentVectors(task),
        };
      } finally {
        parameters.dispose();
        model.dispose();
      }
    },
  };
}

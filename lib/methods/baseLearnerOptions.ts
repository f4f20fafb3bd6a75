import { z } from "zod";
import { optimiserNames, type OptimiserName } from "../engine";
import { metricNamePattern } from "../evaluation";
import { defaultCandidates, type CandidateOptions } from "../losses";
import { defaultTowerOptions, type FeatureChoice, type TowerOptions } from "../models";
import { defaultStopping, type StoppingOptions } from "../training";
import type { BatchingOptions } from "./epochBatches";
import { parseOptions } from "./options";

/** Options of the base-learner, which every method that trains towers shares. */
export interface BaseLearnerOptions extends TowerOptions, StoppingOptions, CandidateOptions, BatchingOptions {
  /** The optimiser's step size. Default 0.001. */
  readonly learningRate: number;
  /**
   * "adam" moves every row of the id tables at every step. "lazy-adam" and "adagrad" move those that the batch touches
   * alone, so that with the batch's or drawn candidates a step costs the same for a million items. Default "adam".
   */
  readonly optimiser: OptimiserName;
  /**
   * Decoupled weight decay: a step of a tower first shrinks what it moves by `learningRate` times this. So does a step of
   * mirec's second phase, F included, but none of Algorithm 1's, nor those that learn item vectors or a chain. Default 0,
   * the reference set-up's.
   */
  readonly weightDecay: number;
  /** Which features the towers read. Default all but title words. */
  readonly features: FeatureChoice;
}

const size = z.number().int().positive();

/** The shape of `BaseLearnerOptions` as a schema, with defaults; methods extend it by their own. */
export const baseLearnerShape = {
  embeddingSize: size.default(defaultTowerOptions.embeddingSize),
  featureEmbeddingSize: size.default(defaultTowerOptions.featureEmbeddingSize),
  hiddenSizes: z
    .array(size)
    .readonly()
    .default([...defaultTowerOptions.hiddenSizes]),
  outputSize: size.default(defaultTowerOptions.outputSize),
  dropout: z.number().min(0).lt(1).default(defaultTowerOptions.dropout),
  epochs: size.default(defaultStopping.epochs),
  patience: z.number().positive().default(defaultStopping.patience),
  monitor: z
    .string()
    .regex(metricNamePattern, "be HR@K, NDCG@K (K from 1) or MRR")
    .default(defaultStopping.monitor),
  learningRate: z.number().positive().default(0.001),
  optimiser: z.enum(optimiserNames).default("adam"),
  weightDecay: z.number().min(0).default(0),
  batching: z.enum(["samples", "users"]).default("samples"),
  batchSize: size.default(1024),
  features: z
    .object({ user: z.array(z.string()).optional(), item: z.array(z.string()).optional() })
    .strict()
    .default({}),
  candidates: z.enum(["all", "batch", "drawn"]).default(defaultCandidates.candidates),
  duplicates: z.enum(["kept", "once"]).default(defaultCandidates.duplicates),
  otherPositives: z.enum(["kept", "masked"]).default(defaultCandidates.otherPositives),
  corrected: z.boolean().default(defaultCandidates.corrected),
  draws: size.default(defaultCandidates.draws),
  drawExponent: z.number().min(0).default(defaultCandidates.drawExponent),
  frequency: z.enum(["counted", "streamed"]).default(defaultCandidates.frequency),
  frequencyRate: z.number().positive().max(1).default(defaultCandidates.frequencyRate),
};

export const baseLearnerSchema = z.object(baseLearnerShape).strict();

/**
 * The base-learner's options with defaults filled in and checked: for a method of your own that calls
 * `trainBaseLearner` or `predictionLoss`.
 *
 * @param method named in errors.
 * @throws when an option is unknown, out of range or contradicts another, naming it and the nearest valid one.
 */
export function baseLearnerOptions(
  options: Partial<BaseLearnerOptions> = {},
  method = "the base-learner",
): BaseLearnerOptions {
  return parseOptions<BaseLearnerOptions>(method, baseLearnerSchema, options);
}

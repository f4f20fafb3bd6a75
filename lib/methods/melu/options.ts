import { z } from "zod";
import type { FeatureChoice } from "../../models";
import type { StoppingOptions } from "../../training";
import { baseLearnerShape } from "../baseLearnerOptions";
import { parseOptions } from "../options";

/** Options of MeLU. Where a default is not the reference set-up's (Lee et al., KDD 2019), it says why. */
export interface MeluOptions extends StoppingOptions {
  /** Width of the embedding of each field: the id and each feature. Default 32. */
  readonly embeddingSize: number;
  /** Widths of the decision layers before the one output, ReLU after each. Default [64, 64]. */
  readonly hiddenSizes: readonly number[];
  /** Which features are fields besides the ids. Default all but title words. */
  readonly features: FeatureChoice;
  /** Inner gradient steps a user. Default 1. */
  readonly innerSteps: number;
  /**
   * Inner learning rate. Default 0.01: the reference's 5e-6, made for a sum of squared rating errors, does not move a
   * ranking.
   */
  readonly innerLearningRate: number;
  /** Whether the outer gradient goes through the inner steps (second-order), or takes their gradients as constants. Default "first". */
  readonly order: "first" | "second";
  /** Adam's step size, the outer learning rate. Default 0.005: a step learns from ten items a user (the reference: 5e-5). */
  readonly learningRate: number;
  /** Users a step. Default 32. */
  readonly usersPerStep: number;
  /** Training takes users with this many training items to that many. Defaults 13 and 100. */
  readonly leastItems: number;
  readonly mostItems: number;
  /** Items of a user, drawn anew each epoch, that form the query set; the others are the support set. Default 10. */
  readonly queryItems: number;
  /**
   * Items drawn uniformly as candidates besides a user's own, or "all" for the exact softmax, in training and in
   * adapting for serving. Default 256: "all" costs a pass over the catalogue for every user at every step.
   */
  readonly negatives: number | "all";
}

const size = z.number().int().positive();

const schema = z
  .object({
    embeddingSize: size.default(32),
    hiddenSizes: z.array(size).readonly().default([64, 64]),
    features: baseLearnerShape.features,
    innerSteps: z.number().int().min(0).default(1),
    innerLearningRate: z.number().positive().default(0.01),
    order: z.enum(["first", "second"]).default("first"),
    learningRate: z.number().positive().default(0.005),
    usersPerStep: size.default(32),
    leastItems: size.default(13),
    mostItems: size.default(100),
    queryItems: size.default(10),
    negatives: z.union([size, z.literal("all")]).default(256),
    epochs: baseLearnerShape.epochs,
    patience: baseLearnerShape.patience,
    monitor: baseLearnerShape.monitor,
  })
  .strict();

/** Options with defaults filled in. Throws when one is unknown, out of range or contradicts another, naming it. */
export function meluOptions(given: Partial<MeluOptions>): MeluOptions {
  const options = parseOptions<MeluOptions>("melu", schema, given, [
    { option: "order", by: "innerSteps", except: [0] },
    { option: "innerLearningRate", by: "innerSteps", except: [0] },
  ]);
  const { leastItems, mostItems, queryItems } = options;
  if (queryItems >= leastItems) {
    throw new Error(
      `Option "queryItems" of melu is ${queryItems}, which leaves a user with leastItems = ${leastItems} no support item; lower it below leastItems.`,
    );
  }
  if (leastItems > mostItems) {
    throw new Error(
      `Option "leastItems" of melu is ${leastItems}, above mostItems = ${mostItems}; lower it.`,
    );
  }
  return options;
}

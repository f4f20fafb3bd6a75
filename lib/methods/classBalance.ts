import { z } from "zod";
import { classBalanceWeights } from "../losses";
import { itemCounts } from "../splitting";
import type { Method } from "../training";
import { baseLearnerShape, type BaseLearnerOptions } from "./baseLearnerOptions";
import { parseOptions } from "./options";
import { trainBaseLearner, type TrainedTwoTower } from "./trainBaseLearner";

/** Options of ClassBalance. */
export interface ClassBalanceOptions extends BaseLearnerOptions {
  /** From 0 (the two-tower) to below 1. Default 0.99; 0.9999 is far too strong on ML-1M. */
  readonly beta: number;
}

const schema = z.object({ ...baseLearnerShape, beta: z.number().min(0).lt(1).default(0.99) }).strict();

/** ClassBalance: the base-learner with sample weights (1 - beta) / (1 - beta^n_i) (Cui et al., CVPR 2019). */
export function classBalance(options: Partial<ClassBalanceOptions> = {}): Method<TrainedTwoTower> {
  const settings = parseOptions<ClassBalanceOptions>("class-balance", schema, options);
  return {
    name: "class-balance",
    options: { ...settings },
    fit: (split, context) => {
      const counts = itemCounts(split.train);
      const sampleWeights = classBalanceWeights(split.train.items, counts, settings.beta);
      return trainBaseLearner(split, settings, { method: "class-balance", sampleWeights }, context);
    },
  };
}

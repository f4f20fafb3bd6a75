import { z } from "zod";
import { itemShares, logitCorrection } from "../losses";
import type { Method } from "../training";
import { baseLearnerShape, type BaseLearnerOptions } from "./baseLearnerOptions";
import { parseOptions } from "./options";
import { trainBaseLearner, type TrainedTwoTower } from "./trainBaseLearner";

/** Options of LogQ. */
export interface LogqOptions extends BaseLearnerOptions {
  /** lambda_c, the strength of the adjustment; 0 is the two-tower. Default 0.3: on ML-100K 1 halves the head. */
  readonly lambdaC: number;
}

const schema = z.object({ ...baseLearnerShape, lambdaC: z.number().min(0).default(0.3) }).strict();

/**
 * LogQ: the base-learner with logits s(u,i) + lambda_c log p_i over all items (logit adjustment, Menon et al., ICLR
 * 2021; Eq 7). A popular item is given its head start in training and loses it in serving, which favours the tail.
 */
export function logq(options: Partial<LogqOptions> = {}): Method<TrainedTwoTower> {
  const settings = parseOptions<LogqOptions>("logq", schema, options);
  return {
    name: "logq",
    options: { ...settings },
    fit: (split, context) => {
      const itemBias = logitCorrection({ lambdaC: settings.lambdaC, p: itemShares(split.train) });
      return trainBaseLearner(split, settings, { method: "logq", itemBias }, context);
    },
  };
}

import { z } from "zod";
import { type CriterionOptions, type VectorScorer } from "../evaluation";
import { itemShares } from "../losses";
import type { Method, TrainingResult } from "../training";
import { adjustPosthoc } from "./adjustPosthoc";
import { baseLearnerShape, type BaseLearnerOptions } from "./baseLearnerOptions";
import { bestOnValidation } from "./bestOnValidation";
import { criterionShape } from "./criterionShape";
import { parseOptions } from "./options";
import { trainBaseLearner, type TrainedTwoTower } from "./trainBaseLearner";

/** Options of the post-hoc adjustment. */
export interface PosthocAdjustmentOptions extends BaseLearnerOptions, CriterionOptions {
  /**
   * Values of tau to choose from on validation; one value fixes it. Default [0.3], LogQ's lambda_c: chosen by the
   * overall metric it would be close to 0.
   */
  readonly tauGrid: readonly number[];
}

/** A two-tower with its scores adjusted, and the two-tower. */
export type TrainedPosthocAdjustment = TrainingResult &
  VectorScorer & {
    /** The strength that was chosen. */
    readonly tau: number;
    /** The model as trained; `adjustPosthoc` draws the curve over tau from it. */
    readonly unadjusted: TrainedTwoTower;
  };

const schema = z
  .object({
    ...baseLearnerShape,
    ...criterionShape,
    tauGrid: z.array(z.number().finite()).nonempty().readonly().default([0.3]),
  })
  .strict();

/**
 * Control: post-hoc logit adjustment of a trained two-tower, score - tau log p (Menon et al., ICLR 2021). It costs no
 * training; what only slides along its curve over tau has transferred nothing.
 */
export function posthocAdjustment(
  options: Partial<PosthocAdjustmentOptions> = {},
): Method<TrainedPosthocAdjustment> {
  const name = "posthoc-adjustment";
  const settings = parseOptions<PosthocAdjustmentOptions>(name, schema, options);
  return {
    name,
    options: { ...settings },
    fit: async (split, context) => {
      const unadjusted = await trainBaseLearner(split, settings, { method: name }, context);
      const p = itemShares(split.train);
      const adjusted = (tau: number): VectorScorer => adjustPosthoc(unadjusted, p, tau);
      const chosen = bestOnValidation(["tauGrid", settings.tauGrid], adjusted, split, settings);
      return { ...unadjusted, ...chosen.model, tau: chosen.value, unadjusted };
    },
  };
}

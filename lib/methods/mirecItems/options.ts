import { z } from "zod";
import type { CriterionOptions } from "../../evaluation";
import { baseLearnerShape, type BaseLearnerOptions } from "../baseLearnerOptions";
import { blendGridSchema } from "../blendGrid";
import { criterionShape } from "../criterionShape";
import { transferBatchingShape, type TransferBatchingOptions } from "../transferBatches";

/** Options of MIRec on item vectors, besides those of the base-learner. */
export interface MirecItemsOptions extends BaseLearnerOptions, TransferBatchingOptions, CriterionOptions {
  /** Items with at least k training samples are head: they teach F and keep their vectors. Default 60. */
  readonly k: number;
  /** Numbers of shots from which head items' vectors are learnt. Default 1, 2, 4, ..., 32: the doublings below k. */
  readonly shots: readonly number[];
  /** How often a head item's shots are drawn anew and its vector learnt from them, for each number of shots. Default 1. */
  readonly shotDraws: number;
  /**
   * The head items are cut into this many groups, and one group at a time has few shots while all other items keep
   * their many-shot vectors, as a tail item meets them. Default 2.
   */
  readonly groups: number;
  /** Passes over the samples in which few-shot vectors are learnt. Default 5. */
  readonly vectorEpochs: number;
  /** Adam's step size for the vectors. Default 0.01: they start far away and move in few passes. */
  readonly vectorLearningRate: number;
  /** F: the residual map, or its control. Default "residual". */
  readonly form: "residual" | "identity";
  /** Width of F's hidden layer. Default 128. */
  readonly metaHiddenSize: number;
  /** lambda, weight of the prediction loss beside the mean squared distance to y*. Default 1. */
  readonly lambda: number;
  /** Epochs of F at most, each once through all pairs. Default 100. */
  readonly mapEpochs: number;
  /** Share of the head items kept from F to measure it on. Default 0.1. */
  readonly heldOutShare: number;
  /** Values of lambda_p to choose from on validation. Default 0, 0.1, ..., 1. */
  readonly blendGrid: readonly number[];
  /** Whether the same with F = identity is kept beside it. Default true: it costs no training. */
  readonly identityControl: boolean;
}

const positive = z.number().positive();
const whole = z.number().int().positive();

export const mirecItemsSchema = z
  .object({
    ...baseLearnerShape,
    ...transferBatchingShape,
    ...criterionShape,
    k: whole.default(60),
    shots: z.array(whole).nonempty().readonly().default([1, 2, 4, 8, 16, 32]),
    shotDraws: whole.default(1),
    groups: whole.default(2),
    vectorEpochs: whole.default(5),
    vectorLearningRate: positive.default(0.01),
    form: z.enum(["residual", "identity"]).default("residual"),
    metaHiddenSize: whole.default(128),
    lambda: z.number().min(0).default(1),
    mapEpochs: whole.default(100),
    heldOutShare: z.number().min(0).lt(1).default(0.1),
    blendGrid: blendGridSchema,
    identityControl: z.boolean().default(true),
  })
  .strict();

import { z } from "zod";
import type { CriterionOptions } from "../../evaluation";
import { baseLearnerShape, type BaseLearnerOptions } from "../baseLearnerOptions";
import { blendGridSchema } from "../blendGrid";
import { criterionShape } from "../criterionShape";
import { effective } from "../optionEffects";
import { transferBatchingShape, type TransferBatchingOptions } from "../transferBatches";

/** Options of MIRec in several stages, besides those of the base-learner. */
export interface MirecStagesOptions extends BaseLearnerOptions, TransferBatchingOptions, CriterionOptions {
  /** What passes through the chain: items' own vectors, or the item tower's last layer. Default "item-vectors". */
  readonly reading: "item-vectors" | "last-layer";
  /** Blocks of the chain. Items with at least 2^doublings samples are many-shot and stay. Default 6: 64 samples. */
  readonly doublings: number;
  /** Whether the later blocks are trained on with each earlier one, as in MetaModelNet. Default true. */
  readonly fineTune: boolean;
  /**
   * Item vectors: the head items are cut into this many groups, and one group at a time has few shots while all other
   * items keep their many-shot vectors, as a tail item meets them. Default 2.
   */
  readonly groups: number;
  /** Item vectors: passes over the samples in which few-shot vectors are learnt. Default 5. */
  readonly vectorEpochs: number;
  /** Last layer: draws of each Omega(2^b) that teach the chain; one more is served. Default 3. */
  readonly layerDraws: number;
  /** Last layer: passes over Omega(2^b) in which theta_b is learnt. Default 20: it holds few samples. */
  readonly layerEpochs: number;
  /**
   * Last layer: whether the scores of different doublings are made comparable. Then theta_b is learnt for the items' true
   * shares, and its bias moved so that the mean item vector is the many-shot one's, which the softmax of one layer does
   * not notice. Default true; false is the definition to the letter, in which part of each bias is what Adam makes of
   * rounding, since what all items share has no gradient.
   */
  readonly comparable: boolean;
  /** Adam's step size for few-shot vectors and layers. Default 0.01: they start far away and move in few passes. */
  readonly fewShotLearningRate: number;
  /** F: the chain, or its control. Default "chain". */
  readonly form: "chain" | "identity";
  /** Width of each block's hidden layer. Default 64. */
  readonly metaHiddenSize: number;
  /**
   * Weight of the squared distance from each block's own output to what twice the shots teach, beside the chain's to the
   * many-shot end. Default 0: MetaModelNet asks for the end alone.
   */
  readonly doublingWeight: number;
  /** lambda, weight of the prediction loss on Omega(2^doublings) beside the mean squared distance. Default 1. */
  readonly lambda: number;
  /** Epochs of each block at most, each once through Omega(2^doublings), drawn anew. Default 10. */
  readonly blockEpochs: number;
  /** Item vectors: share of the head items kept from the chain to measure it on. Default 0.1. */
  readonly heldOutShare: number;
  /** Values of lambda_p to choose from on validation. Default 0, 0.1, ..., 1. */
  readonly blendGrid: readonly number[];
  /** Whether the same with F = identity is kept beside it. Default true: it costs no training. */
  readonly identityControl: boolean;
}

const positive = z.number().positive();
const whole = z.number().int().positive();

export const mirecStagesSchema = z
  .object({
    ...baseLearnerShape,
    ...transferBatchingShape,
    ...criterionShape,
    reading: z.enum(["item-vectors", "last-layer"]).default("item-vectors"),
    // More than 2^20 samples an item is no shot any more, and 2^31 would not fit a count.
    doublings: whole.max(20).default(6),
    fineTune: z.boolean().default(true),
    groups: whole.default(2),
    vectorEpochs: whole.default(5),
    layerDraws: whole.default(3),
    layerEpochs: whole.default(20),
    comparable: z.boolean().default(true),
    fewShotLearningRate: positive.default(0.01),
    form: z.enum(["chain", "identity"]).default("chain"),
    metaHiddenSize: whole.default(64),
    doublingWeight: z.number().min(0).default(0),
    lambda: z.number().min(0).default(1),
    blockEpochs: whole.default(10),
    heldOutShare: z.number().min(0).lt(1).default(0.1),
    blendGrid: blendGridSchema,
    identityControl: z.boolean().default(true),
  })
  .strict();

/** Where the options have an effect: in one of the readings. */
export const mirecStagesEffects = [
  ...effective<MirecStagesOptions>(["groups", "vectorEpochs", "heldOutShare"], "reading", ["item-vectors"]),
  ...effective<MirecStagesOptions>(["layerDraws", "layerEpochs", "comparable"], "reading", ["last-layer"]),
];

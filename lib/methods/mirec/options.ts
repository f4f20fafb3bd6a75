import { z } from "zod";
import type { FewShotSide } from "../../curriculum";
import type { CriterionOptions } from "../../evaluation";
import { baseLearnerShape, type BaseLearnerOptions } from "../baseLearnerOptions";
import type { Fusion } from "../blend";
import { blendGridSchema } from "../blendGrid";
import { criterionShape } from "../criterionShape";
import { effective } from "../optionEffects";

/** Options of MIRec, besides those of the base-learner that both phases share. */
export interface MirecOptions extends BaseLearnerOptions, CriterionOptions {
  /** Shots: items (users) with at least k training samples are head in the curriculum. Default 150. */
  readonly k: number;
  /** Whose samples Omega(k) caps at k: items', users', or both. Default "items". */
  readonly side: FewShotSide;
  /** Whether Omega(k) is drawn anew each epoch, so that the head's samples differ. Default true. */
  readonly redraw: boolean;
  /** lambda_c, strength of log p in the many-shot phase. Default 0. */
  readonly lambdaC: number;
  /** lambda_c of the few-shot phase, p from all training samples. Default 0. */
  readonly fewShotLambdaC: number;
  /** lambda, weight of the prediction loss beside the squared distance to theta* (Eq 5). Default 100. */
  readonly lambda: number;
  /** How F reads the last layers; "identity" is the control. Default "rows". */
  readonly form: "rows" | "flattened" | "identity";
  /** Width of F's hidden layer. Default 64. */
  readonly metaHiddenSize: number;
  /** Where theta starts: where the many-shot model started, or at theta* (then F has nothing to do). Default "initial". */
  readonly start: "initial" | "manyShot";
  /** Whether the layers below the last, which start as the many-shot model's, are trained too. Default "moving". */
  readonly lowerLayers: "frozen" | "moving";
  /** What the prediction loss is of: F(theta), as "Learning to Model the Tail" has it, or theta (Eq 5). Default "mapped". */
  readonly predictionLoss: "mapped" | "unmapped";
  /** Whether the distance to theta* moves theta and F (Algorithm 1), or F alone. Default "both". */
  readonly distanceMoves: "both" | "map";
  /** One joint step of Adam, or Algorithm 1 as written. Default "joint". */
  readonly update: "joint" | "algorithm1";
  /**
   * Algorithm 1: local steps a batch, and the step sizes beta (local) and gamma (global) of its plain gradients. Defaults 1,
   * 0.0001, 0.0001: on ML-100K 0.0003 diverges at lambda 100, and 0.003 at lambda 10.
   */
  readonly localSteps: number;
  readonly beta: number;
  readonly gamma: number;
  /** Epochs of the second phase at most. Default 100. */
  readonly fewShotEpochs: number;
  /**
   * By what the second phase's best epoch is told, whose weights are kept and after which `patience` counts: `monitor` over
   * all positives, or the criterion that chooses lambda_p, both of the mapped model alone. Default "monitor", as in the
   * first phase. With "criterion" and the harmonic mean the tail has as much to say as the head.
   */
  readonly stopsBy: "monitor" | "criterion";
  /** Both transfers, or one alone (ablations): see `mirec`. Default "both". */
  readonly transfer: "both" | "model-level" | "item-level";
  /** What is fused. Default "scores" (Eq 9). */
  readonly fusion: Fusion;
  /**
   * Whether "all" items have one lambda_p, or each "group", head and tail at `headShare`, one of its own, of which every
   * pair of the grid is tried. Default "all" (Eq 9). "group" fuses scores.
   */
  readonly blendBy: "all" | "group";
  /** Values of lambda_p to choose from on validation; one value fixes it, [0] means no fusion. Default 0, 0.1, ..., 1. */
  readonly blendGrid: readonly number[];
  /**
   * Whether the second phase is run again with F = identity, as `identityControl` of the model and of its record. Default
   * true: what F does is not to be told without it.
   */
  readonly identityControl: boolean;
}

/** Options of MIRec on the user side: those of MIRec. */
export interface MirecUsersOptions extends MirecOptions {
  /** Whose samples Omega(k) caps at k: users', or users' and items'. Default "users"; of items' it is "mirec". */
  readonly side: Exclude<FewShotSide, "items">;
}

const positive = z.number().positive();
const whole = z.number().int().positive();

export const mirecSchema = z
  .object({
    ...baseLearnerShape,
    ...criterionShape,
    k: whole.default(150),
    side: z.enum(["items", "users", "both"]).default("items"),
    redraw: z.boolean().default(true),
    lambdaC: z.number().min(0).default(0),
    fewShotLambdaC: z.number().min(0).default(0),
    lambda: z.number().min(0).default(100),
    form: z.enum(["rows", "flattened", "identity"]).default("rows"),
    metaHiddenSize: whole.default(64),
    start: z.enum(["initial", "manyShot"]).default("initial"),
    lowerLayers: z.enum(["frozen", "moving"]).default("moving"),
    predictionLoss: z.enum(["mapped", "unmapped"]).default("mapped"),
    distanceMoves: z.enum(["both", "map"]).default("both"),
    update: z.enum(["joint", "algorithm1"]).default("joint"),
    localSteps: whole.default(1),
    beta: positive.default(0.0001),
    gamma: positive.default(0.0001),
    fewShotEpochs: whole.default(100),
    stopsBy: z.enum(["monitor", "criterion"]).default("monitor"),
    transfer: z.enum(["both", "model-level", "item-level"]).default("both"),
    fusion: z.enum(["scores", "representations"]).default("scores"),
    blendBy: z.enum(["all", "group"]).default("all"),
    blendGrid: blendGridSchema,
    identityControl: z.boolean().default(true),
  })
  .strict();

export const mirecUsersSchema = mirecSchema.extend({ side: z.enum(["users", "both"]).default("users") });

/** Where the options of MIRec have an effect. */
export const mirecEffects = effective<MirecOptions>(["localSteps", "beta", "gamma"], "update", [
  "algorithm1",
]);

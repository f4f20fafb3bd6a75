import { z } from "zod";
import { headToTail, longTailCurriculum, tailToHead, type Stage } from "../curriculum";
import type { Split } from "../splitting";
import type { Method } from "../training";
import { baseLearnerShape, type BaseLearnerOptions } from "./baseLearnerOptions";
import { parseOptions } from "./options";
import { trainBaseLearner, type TrainedTwoTower } from "./trainBaseLearner";

/** Options of Head2Tail and Tail2Head. */
export interface StagedTrainingOptions extends BaseLearnerOptions {
  /** Items with at least k training samples are head. Default 60. */
  readonly k: number;
  /** Head samples only in place of all samples. Default false, the article's wording. */
  readonly pure: boolean;
}

const schema = z
  .object({
    ...baseLearnerShape,
    k: z.number().int().positive().default(60),
    pure: z.boolean().default(false),
  })
  .strict();

/** Options of LTCur. */
export interface LongTailCurriculumMethodOptions extends BaseLearnerOptions {
  /** Items with at least k training samples are head, and show k of them in the second stage. Default 60. */
  readonly k: number;
  /** Whether the head's samples are drawn anew each epoch of the second stage. Default true. */
  readonly redraw: boolean;
}

const longTailSchema = z
  .object({
    ...baseLearnerShape,
    k: z.number().int().positive().default(60),
    redraw: z.boolean().default(true),
  })
  .strict();

/** The base-learner on stages; the loss of each validation positive is kept after every epoch, for curves by group. */
function staged<Options extends BaseLearnerOptions>(
  name: string,
  settings: Options,
  stagesOf: (split: Split, settings: Options, seed: number) => Stage[],
): Method<TrainedTwoTower> {
  return {
    name,
    options: { ...settings } as Readonly<Record<string, unknown>>,
    fit: (split, context) => {
      const stages = stagesOf(split, settings, context.seed);
      return trainBaseLearner(split, settings, { method: name, stages, validationLosses: true }, context);
    },
  };
}

/** Head2Tail: the base-learner pre-trained on all samples (pure: the head's), then fine-tuned on the tail's. */
export function head2tail(options: Partial<StagedTrainingOptions> = {}): Method<TrainedTwoTower> {
  const settings = parseOptions<StagedTrainingOptions>("head2tail", schema, options);
  return staged("head2tail", settings, ({ train }, { k, pure }) => headToTail(train, { k, pure }));
}

/** Tail2Head: the base-learner pre-trained on the tail's samples, then fine-tuned on all (pure: the head's). */
export function tail2head(options: Partial<StagedTrainingOptions> = {}): Method<TrainedTwoTower> {
  const settings = parseOptions<StagedTrainingOptions>("tail2head", schema, options);
  return staged("tail2head", settings, ({ train }, { k, pure }) => tailToHead(train, { k, pure }));
}

/**
 * LTCur alone, MIRec's curriculum without a meta-learner: the base-learner trained on all samples, then on Omega(k), in which
 * head items have k samples and the tail keeps all of its own.
 */
export function ltcur(options: Partial<LongTailCurriculumMethodOptions> = {}): Method<TrainedTwoTower> {
  const settings = parseOptions<LongTailCurriculumMethodOptions>("ltcur", longTailSchema, options);
  return staged("ltcur", settings, ({ train }, { k, redraw }, seed) =>
    longTailCurriculum(train, { k, redraw }, seed),
  );
}

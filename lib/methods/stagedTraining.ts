import { z } from "zod";
import { headToTail, tailToHead } from "../curriculum";
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

function staged(
  name: string,
  curriculum: typeof headToTail,
  options: Partial<StagedTrainingOptions>,
): Method<TrainedTwoTower> {
  const settings = parseOptions<StagedTrainingOptions>(name, schema, options);
  return {
    name,
    options: { ...settings },
    fit: (split, context) => {
      const stages = curriculum(split.train, { k: settings.k, pure: settings.pure });
      return trainBaseLearner(split, settings, { method: name, stages }, context);
    },
  };
}

/** Head2Tail: the base-learner pre-trained on all samples (pure: the head's), then fine-tuned on the tail's. */
export function head2tail(options: Partial<StagedTrainingOptions> = {}): Method<TrainedTwoTower> {
  return staged("head2tail", headToTail, options);
}

/** Tail2Head: the base-learner pre-trained on the tail's samples, then fine-tuned on all (pure: the head's). */
export function tail2head(options: Partial<StagedTrainingOptions> = {}): Method<TrainedTwoTower> {
  return staged("tail2head", tailToHead, options);
}

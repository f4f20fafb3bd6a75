import { z } from "zod";
import { overSampledRows, underSampledRows } from "../curriculum";
import { randomStream } from "../random";
import type { Method } from "../training";
import { baseLearnerShape, type BaseLearnerOptions } from "./baseLearnerOptions";
import { parseOptions } from "./options";
import { trainBaseLearner, type TrainedTwoTower } from "./trainBaseLearner";

/** Options of under-sampling. */
export interface UnderSamplingOptions extends BaseLearnerOptions {
  /** Samples that every head item is cut to. Default 60. */
  readonly count: number;
  /** Whether the samples are drawn anew each epoch. Default false: the cut data set is what is learnt. */
  readonly redraw: boolean;
}

const underSchema = z
  .object({
    ...baseLearnerShape,
    count: z.number().int().positive().default(60),
    redraw: z.boolean().default(false),
  })
  .strict();

/** Under-sampling: the base-learner on head items' samples cut to a set count. */
export function underSampling(options: Partial<UnderSamplingOptions> = {}): Method<TrainedTwoTower> {
  const settings = parseOptions<UnderSamplingOptions>("under-sampling", underSchema, options);
  return {
    name: "under-sampling",
    options: { ...settings },
    fit: (split, context) => {
      const samples = (epoch: number): Int32Array => {
        const draw = settings.redraw ? epoch : 0;
        return underSampledRows(
          split.train,
          settings.count,
          randomStream(context.seed, `under-sampling draw ${draw}`),
        );
      };
      const stages = [{ name: "", samples }];
      return trainBaseLearner(split, settings, { method: "under-sampling", stages }, context);
    },
  };
}

/** Options of over-sampling. */
export interface OverSamplingMethodOptions extends BaseLearnerOptions {
  /** Samples that every item is brought up to. Default 60. */
  readonly count: number;
  /** Most repeats of one sample. Default 20. */
  readonly mostRepeats: number;
}

const overSchema = z
  .object({
    ...baseLearnerShape,
    count: z.number().int().positive().default(60),
    mostRepeats: z.number().int().positive().default(20),
  })
  .strict();

/** Over-sampling: the base-learner on tail items' samples repeated until every item has a set count. */
export function overSampling(options: Partial<OverSamplingMethodOptions> = {}): Method<TrainedTwoTower> {
  const settings = parseOptions<OverSamplingMethodOptions>("over-sampling", overSchema, options);
  return {
    name: "over-sampling",
    options: { ...settings },
    fit: (split, context) => {
      const random = randomStream(context.seed, "over-sampling draw");
      const rows = overSampledRows(split.train, settings, random);
      const stages = [{ name: "", samples: () => rows }];
      return trainBaseLearner(split, settings, { method: "over-sampling", stages }, context);
    },
  };
}

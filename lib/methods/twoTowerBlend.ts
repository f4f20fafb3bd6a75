import { z } from "zod";
import type { CriterionOptions, VectorScorer } from "../evaluation";
import { randomStream } from "../random";
import type { Method, TrainingResult } from "../training";
import { baseLearnerShape, type BaseLearnerOptions } from "./baseLearnerOptions";
import { chooseBlend } from "./blend";
import { blendGridSchema } from "./blendGrid";
import { criterionShape } from "./criterionShape";
import { joinedHistory } from "./joinedHistory";
import { parseOptions } from "./options";
import { trainBaseLearner, type TrainedTwoTower } from "./trainBaseLearner";

/** Options of the blend of two two-towers. */
export interface TwoTowerBlendOptions extends BaseLearnerOptions, CriterionOptions {
  /** Weights of the first two-tower to choose from on validation, as MIRec's lambda_p. Default 0, 0.1, ..., 1. */
  readonly blendGrid: readonly number[];
}

/** The blend, and the two it is of. */
export type TrainedTwoTowerBlend = TrainingResult &
  VectorScorer & {
    /** Weight of the first, chosen on validation. */
    readonly blendWeight: number;
    /** The two-tower of the fit's own seed. */
    readonly first: TrainedTwoTower;
    /** The two-tower of `secondSeed`. */
    readonly second: TrainedTwoTower;
  };

const schema = z
  .object({
    ...baseLearnerShape,
    ...criterionShape,
    blendGrid: blendGridSchema,
  })
  .strict();

/**
 * Seed of the second two-tower: drawn from the first, so that the fits of seeds 0, 1, 2 ... share no model, as they
 * would with the next whole number.
 */
export function secondSeed(seed: number): number {
  return randomStream(seed, "seed of the second two-tower").integer(2 ** 31);
}

/**
 * Control: two two-towers of different seeds, their scores blended with a weight chosen on validation as MIRec's
 * lambda_p is (Eq 9), so that a gain of transfer can be told from a gain of blending.
 */
export function twoTowerBlend(options: Partial<TwoTowerBlendOptions> = {}): Method<TrainedTwoTowerBlend> {
  const name = "two-tower-blend";
  const settings = parseOptions<TwoTowerBlendOptions>(name, schema, options);
  return {
    name,
    options: { ...settings },
    fit: async (split, context) => {
      const first = await trainBaseLearner(split, settings, { method: `${name}, first` }, context);
      const second = await trainBaseLearner(
        split,
        settings,
        { method: `${name}, second` },
        { ...context, seed: secondSeed(context.seed) },
      );
      const blend = chooseBlend(first, second, split, {
        ...settings,
        grid: settings.blendGrid,
        fusion: "scores",
      });
      const named = (
        prefix: string,
        model: TrainedTwoTower,
      ): [string, TrainedTwoTower["parameters"][string]][] =>
        Object.entries(model.parameters).map(([key, array]) => [`${prefix}.${key}`, array]);
      return {
        method: name,
        seed: context.seed,
        history: joinedHistory(first.history, second.history),
        bestEpoch: first.history.length + second.bestEpoch,
        parameters: Object.fromEntries([...named("first", first), ...named("second", second)]),
        ...blend.vectors,
        blendWeight: blend.weight,
        first,
        second,
      };
    },
  };
}

import type { Method } from "../training";
import { baseLearnerSchema, type BaseLearnerOptions } from "./baseLearnerOptions";
import { parseOptions } from "./options";
import { trainBaseLearner, type TrainedTwoTower } from "./trainBaseLearner";

/** Options of the two-tower model: those of the base-learner. */
export type TwoTowerOptions = BaseLearnerOptions;

/**
 * The base-learner: two towers whose outputs' dot product scores, trained with the softmax over all items.
 *
 *     p(i|u) = exp s(u,i) / sum over all items j of exp s(u,j),  L = - mean over Omega of log p(i|u)   // Eq 1-2
 *
 * @throws when an option is unknown or out of range, naming it and the nearest valid one.
 */
export function twoTower(options: Partial<TwoTowerOptions> = {}): Method<TrainedTwoTower> {
  const settings = parseOptions<TwoTowerOptions>("two-tower", baseLearnerSchema, options);
  return {
    name: "two-tower",
    options: { ...settings },
    fit: (split, context) => trainBaseLearner(split, settings, { method: "two-tower" }, context),
  };
}

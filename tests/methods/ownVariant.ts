import {
  baseLearnerOptions,
  trainBaseLearner,
  type BaseLearnerOptions,
  type BaseLearnerVariant,
  type TrainedTwoTower,
} from "../../lib/methods";
import type { Split } from "../../lib/splitting";
import { fit, type EpochRecord, type Method } from "../../lib/training";

/** The base-learner in a way of one's own, as a researcher writes it. */
export function ownVariant(
  options: Partial<BaseLearnerOptions>,
  variant: Omit<BaseLearnerVariant, "method">,
): Method<TrainedTwoTower> {
  const settings = baseLearnerOptions(options);
  return {
    name: "own",
    options: {},
    fit: (split, context) => trainBaseLearner(split, settings, { ...variant, method: "own" }, context),
  };
}

/** All that training came to, but for the name and the time. */
export interface TrainedTo extends Pick<
  TrainedTwoTower,
  "parameters" | "bestEpoch" | "itemVectors" | "userVectors"
> {
  readonly epochs: readonly Omit<EpochRecord, "seconds">[];
}

/** Trains a method, and tells what it came to. */
export async function trainedTo(
  method: Method<TrainedTwoTower>,
  split: Split,
  seed: number,
): Promise<TrainedTo> {
  const { parameters, history, bestEpoch, itemVectors, userVectors } = await fit(method, split, { seed });
  const epochs = history.map(({ epoch, loss, validation }) => ({ epoch, loss, validation }));
  return { parameters, epochs, bestEpoch, itemVectors, userVectors };
}

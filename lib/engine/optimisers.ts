import { adagrad } from "./adagrad";
import { adam } from "./adam";
import type { UpdateRule } from "./optimiser";
import { withWeightDecay } from "./weightDecay";

/**
 * Optimisers by name. "adam" moves every row at every step, as the reference set-up does. "lazy-adam" and "adagrad" move
 * the rows of an id table that the batch touches and no others, so that a step costs the same for a million items.
 */
export type OptimiserName = "adam" | "lazy-adam" | "adagrad";

export const optimiserNames = ["adam", "lazy-adam", "adagrad"] as const satisfies readonly OptimiserName[];

/** Whether it updates touched rows alone. */
export const movesTouchedRowsOnly = (name: OptimiserName): boolean => name !== "adam";

/** The update rule of a name, with weight decay where there is some. */
export function updateRule(name: OptimiserName, learningRate: number, weightDecay = 0): UpdateRule {
  const rule = name === "adagrad" ? adagrad({ learningRate }) : adam({ learningRate });
  return withWeightDecay(rule, learningRate, weightDecay);
}

import { z } from "zod";
import type { Method } from "../training";
import { baseLearnerShape, type BaseLearnerOptions } from "./baseLearnerOptions";
import { parseOptions } from "./options";
import { trainBaseLearner, type TrainedTwoTower } from "./trainBaseLearner";

/** Options of the wide two-tower: those of the two-tower it is set beside, and how much wider it is. */
export interface WideTwoTowerOptions extends BaseLearnerOptions {
  /** How many times `outputSize` the vectors are wide. Default 2: the served vector of MIRec is twice as long. */
  readonly widthFactor: number;
  /** Whether the hidden layers are that much wider, too. Default false: MIRec's towers are not. */
  readonly widenHidden: boolean;
}

const schema = z
  .object({
    ...baseLearnerShape,
    widthFactor: z.number().int().positive().default(2),
    widenHidden: z.boolean().default(false),
  })
  .strict();

/**
 * Control: a two-tower whose vectors are twice as wide as its options' `outputSize`, so that a gain of MIRec can be
 * told from a gain of size.
 */
export function wideTwoTower(options: Partial<WideTwoTowerOptions> = {}): Method<TrainedTwoTower> {
  const settings = parseOptions<WideTwoTowerOptions>("wide-two-tower", schema, options);
  const { widthFactor, widenHidden, outputSize, hiddenSizes } = settings;
  const widened = {
    ...settings,
    outputSize: widthFactor * outputSize,
    hiddenSizes: widenHidden ? hiddenSizes.map((size) => widthFactor * size) : hiddenSizes,
  };
  return {
    name: "wide-two-tower",
    options: { ...settings },
    fit: (split, context) => trainBaseLearner(split, widened, { method: "wide-two-tower" }, context),
  };
}

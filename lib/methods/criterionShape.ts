import { z } from "zod";
import { defaultCriterion } from "../evaluation";
import { baseLearnerShape } from "./baseLearnerOptions";

/** The shape of `CriterionOptions` as a schema: by what a setting is chosen on validation. */
export const criterionShape = {
  criterion: z.enum(["overall", "harmonic"]).default(defaultCriterion.criterion),
  metric: baseLearnerShape.monitor,
  headShare: z.number().min(0).max(1).default(defaultCriterion.headShare),
};

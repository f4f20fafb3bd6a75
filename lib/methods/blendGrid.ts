import { z } from "zod";

/** Weights of a blend to choose from on validation, as a schema: what every method that blends two models starts from. */
export const blendGridSchema = z
  .array(z.number().min(0).max(1))
  .nonempty()
  .readonly()
  .default([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);

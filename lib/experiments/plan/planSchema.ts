import { z } from "zod";

const name = z.string().min(1);
const seed = z.number().int();
const share = z.number().gt(0).lt(1);

// A specification of a data set is for the data room to check: it knows the columns.
const dataset = z.union([name, z.object({}).passthrough()]);

const split = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("leave-last-out") }).strict(),
  z.object({ kind: z.literal("random-hold-out"), seed }).strict(),
  z.object({ kind: z.literal("by-times"), seed }).strict(),
  z
    .object({
      kind: z.literal("temporal"),
      validationShare: share.optional(),
      testShare: share.optional(),
    })
    .strict(),
]);

const method = z.union([
  name,
  z
    .object({
      method: name,
      options: z.record(z.unknown()).optional(),
      grid: z.record(z.array(z.unknown()).min(1)).optional(),
    })
    .strict(),
]);

/** The shape of a `Plan`. */
export const planSchema = z
  .object({
    data: z.array(dataset).min(1),
    split: split.optional(),
    headShare: z.number().min(0).max(1).optional(),
    methods: z.array(method).min(1),
    seeds: z.array(seed).min(1).optional(),
    budget: z
      .object({
        seconds: z.number().positive().optional(),
        runs: z.number().int().positive().optional(),
      })
      .strict()
      .optional(),
  })
  .strict();

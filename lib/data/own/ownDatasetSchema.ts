import { z } from "zod";

/** What a person may say about own files. Kept apart so that zod loads only when own files are read. */

const name = z.string().min(1);

const columns = z
  .object({
    user: name.optional(),
    item: name.optional(),
    time: name.nullable().optional(),
    rating: name.optional(),
    title: name.optional(),
    categorical: z.array(name).optional(),
    multiValued: z.record(name).optional(),
    words: z.array(name).optional(),
    buckets: z.record(z.number().int().min(2).max(1000)).optional(),
  })
  .strict();

export const ownDatasetSchema = z
  .object({
    interactions: name,
    items: name.optional(),
    users: name.optional(),
    columns: columns.optional(),
    separator: z.string().min(1).max(4).optional(),
    header: z.array(name).min(2).optional(),
    timeFormat: name.optional(),
    minimumRating: z.number().finite().optional(),
    kCore: z.number().int().min(1).optional(),
  })
  .strict();

export const catalogueDatasetSchema = z.object({ name, explicitOnly: z.boolean().optional() }).strict();

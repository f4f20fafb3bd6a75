import { z } from "zod";

/** What the two JSON files must look like. Kept apart from their readers so that zod loads only when one is read. */

const layout = z.enum(["movielens-100k", "movielens-1m", "book-crossing", "atomic"]);
const timeScope = z.enum(["global", "within-user", "none"]);
const md5 = z.string().regex(/^[0-9a-f]{32}$/, "an MD5 is 32 hexadecimal digits");
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 is 64 hexadecimal digits");
const count = z.number().int().positive();
const sentence = z.string().min(10);

const source = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("address"), url: z.string().url() }).strict(),
  z
    .object({
      kind: z.literal("python-package"),
      package: z.string().min(1),
      version: z.string().min(1),
      sha256,
      folder: z.string().min(1),
      layout,
      note: sentence,
    })
    .strict(),
]);

const dataset = z
  .object({
    // A name becomes a folder and a file name.
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "a name is small letters, digits and hyphens"),
    title: z.string().min(1),
    layout,
    timeScope,
    size: z.object({ rows: count, users: count, items: count }).strict().nullable(),
    archive: z.object({ md5: md5.nullable(), sha256: sha256.nullable() }).strict(),
    licence: sentence,
    sources: z.array(source).min(1),
    knownCopies: z.array(z.object({ sha256, note: sentence, timeScope: timeScope.optional() }).strict()),
  })
  .strict();

export const catalogueSchema = z
  .object({
    datasets: z
      .array(dataset)
      .refine(
        (all) => new Set(all.map((entry) => entry.name)).size === all.length,
        "two data sets have the same name",
      ),
  })
  .strict();

/** source.json, which origin.ts writes beside an unpacked data set. */
export const originSchema = z
  .object({
    source: z.string().min(1),
    sha256,
    checksum: z.enum(["official", "other", "unknown"]),
    layout,
    timeScope,
    note: z.string().optional(),
  })
  .strict();

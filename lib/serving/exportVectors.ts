import type { Interactions } from "../data";
import type { Scorer } from "../evaluation";
import type { Pairs, Groups } from "../splitting";
import { npyBytes } from "./npy";
import { writeFolder } from "./writeFolder";

/** What is exported beside the vectors. */
export interface ExportOptions {
  /** Marks each item "head" or "tail" in item_groups.json. Default: no marks. */
  readonly groups?: Groups;
  /** Parts of a split whose pairs are written to seen.npy, for leaving out what a user has seen. Default: none. */
  readonly seen?: readonly Pairs[];
}

/** The file that says what the folder is: its presence allows it to be replaced. */
export const vectorsMarker = "vectors.json";

const json = (value: unknown): string => `${JSON.stringify(value)}\n`;

/**
 * Writes a model's vectors in files that numpy and a vector index read; the dot product of two rows scores.
 *
 * | file | content |
 * | --- | --- |
 * | user_vectors.npy, item_vectors.npy | float32, shape [users, size] and [items, size], C order |
 * | user_ids.json, item_ids.json | original id of each row |
 * | item_titles.json | title of each item row |
 * | item_groups.json | "head" or "tail" of each item row, where groups were given |
 * | seen.npy | int32, shape [pairs, 2]: user row, item row, where seen pairs were given |
 * | vectors.json | sizes and name of the data set |
 *
 * The folder appears whole or not at all, and replaces an earlier export of the same name.
 *
 * @throws when the model has no vectors; when the vectors do not fit the data; when the folder holds other files.
 */
export async function exportVectors(
  model: Scorer,
  data: Interactions,
  folder: string,
  { groups, seen = [] }: ExportOptions = {},
): Promise<void> {
  if ("scores" in model) {
    throw new Error(
      "This model scores by a function and has no vectors to export; export a two-tower or MIRec, or use saveModel.",
    );
  }
  const { userVectors, itemVectors, size } = model;
  const [users, items] = [data.userIds.length, data.itemIds.length];
  if (userVectors.length !== users * size || itemVectors.length !== items * size) {
    throw new RangeError(
      `The model has ${userVectors.length / size} user and ${itemVectors.length / size} item vectors, but "${data.name}" has ${users} users and ${items} items; export with the data it was trained on.`,
    );
  }
  if (groups && groups.isHead.length !== (groups.by === "item" ? items : users)) {
    throw new RangeError(
      `The groups are of ${groups.isHead.length} ${groups.by}s, but "${data.name}" has ${groups.by === "item" ? items : users}; cut them on the data's own split.`,
    );
  }
  const files: Record<string, string | Uint8Array> = {
    "user_vectors.npy": npyBytes(userVectors, [users, size]),
    "item_vectors.npy": npyBytes(itemVectors, [items, size]),
    "user_ids.json": json(data.userIds),
    "item_ids.json": json(data.itemIds),
    "item_titles.json": json(data.itemTitles),
    [vectorsMarker]: json({ format: 1, data: data.name, users, items, size }),
  };
  if (groups) {
    files["item_groups.json"] = json(Array.from(groups.isHead, (isHead) => (isHead ? "head" : "tail")));
  }
  if (seen.length > 0) {
    const pairs = seen.flatMap((part) => Array.from(part.users, (user, row) => [user, part.items[row]]));
    files["seen.npy"] = npyBytes(Int32Array.from(pairs.flat()), [pairs.length, 2]);
  }
  await writeFolder(folder, files, vectorsMarker);
}

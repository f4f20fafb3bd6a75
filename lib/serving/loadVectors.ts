import fs from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { VectorScorer } from "../evaluation";
import { readNpy } from "./npy";

/** An export read back: vectors and what each row is. */
export interface ExportedVectors extends VectorScorer {
  readonly userIds: readonly string[];
  readonly itemIds: readonly string[];
  readonly itemTitles: readonly string[];
  /** Mark of each item; null where the export has none. */
  readonly itemGroups: readonly ("head" | "tail")[] | null;
}

async function readJson<Value>(file: string, schema: z.ZodType<Value>): Promise<Value> {
  const result = schema.safeParse(JSON.parse(await fs.readFile(file, "utf8")));
  if (!result.success) {
    const { path: place, message } = result.error.issues[0];
    throw new Error(
      `"${file}" is not what exportVectors writes (at ${place.join(".") || "its top"}: ${message}).`,
    );
  }
  return result.data;
}

/**
 * Reads back what `exportVectors` wrote; ranks and recommends as the model that was exported.
 *
 * @throws when a file is missing, damaged or does not fit the others, naming it.
 */
export async function loadVectors(folder: string): Promise<ExportedVectors> {
  const file = (name: string): string => path.join(folder, name);
  const users = await readNpy(file("user_vectors.npy"));
  const items = await readNpy(file("item_vectors.npy"));
  const strings = z.array(z.string());
  const [userIds, itemIds, itemTitles] = await Promise.all(
    ["user_ids.json", "item_ids.json", "item_titles.json"].map((name) => readJson(file(name), strings)),
  );
  const marked = await fs.access(file("item_groups.json")).then(
    () => true,
    () => false,
  );
  const itemGroups = marked
    ? await readJson(file("item_groups.json"), z.array(z.enum(["head", "tail"])))
    : null;
  const rows: [string, readonly unknown[], number][] = [
    ["user_ids.json", userIds, users.shape[0]],
    ["item_ids.json", itemIds, items.shape[0]],
    ["item_titles.json", itemTitles, items.shape[0]],
    ["item_groups.json", itemGroups ?? itemIds, items.shape[0]],
  ];
  for (const [name, { length }, expected] of rows) {
    if (length !== expected) {
      throw new Error(
        `"${file(name)}" has ${length} entries for ${expected} vectors; export the model again.`,
      );
    }
  }
  if (users.shape[1] !== items.shape[1]) {
    throw new Error(
      `The vectors in "${folder}" differ in size, ${users.shape[1]} and ${items.shape[1]}; export the model again.`,
    );
  }
  return {
    userVectors: users.values,
    itemVectors: items.values,
    size: users.shape[1],
    userIds,
    itemIds,
    itemTitles,
    itemGroups,
  };
}

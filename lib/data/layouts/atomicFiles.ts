import { existsSync } from "node:fs";
import path from "node:path";
import type { FeatureColumn } from "../features";
import type { Interactions } from "../interactions";
import type { BadRows } from "../reading/badRows";
import type { DelimitedColumn, DelimitedLayout } from "../reading/delimitedLayout";
import { readDelimitedFile } from "../reading/delimitedFile";
import type { Database } from "../reading/duckdb";
import { entityColumns } from "../reading/entityColumns";
import { indexFeedback } from "../reading/feedback";
import { readHeader } from "../reading/header";
import { atomicFeature, atomicItemTitles } from "./atomicFeatures";
import { id, number, text, uniqueId } from "./columnKinds";
import type { ReadOptions } from "./reading";
import { readLayout } from "./reading";

const tabs = { delimiter: "\t", delimiterName: "tabs", quoted: false, header: true };
const userId = "user_id:token";
const itemId = "item_id:token";
const timestamp = "timestamp:float";

/**
 * Reads a data set in RecBole's atomic files: `<name>.inter`, and `<name>.user` and `<name>.item` where they are there.
 *
 * All rows are positive. With a `timestamp:float` column times are global unless `timeScope` says otherwise; without
 * one there are none. Features: each `token` column is categorical and each `token_seq` column multi-valued, under
 * the field's name; age, zip_code, release_year, class / genre / genres, and *title become the same columns as in
 * MovieLens's and Book-Crossing's own layouts. `float` columns are left out: a number is not a value of a vocabulary.
 *
 * @throws Error if `<name>.inter` or one of its id columns is missing, a file is empty, or more than 1 % of its rows
 *   are bad.
 */
export async function readAtomicFiles(
  folder: string,
  name: string,
  options: ReadOptions = {},
): Promise<Interactions> {
  const file = (ending: string): string => path.join(folder, `${name}.${ending}`);
  return readLayout(folder, `${name}.inter`, { name, ...options }, async (database, badRows) => {
    const reading = { badRows, signal: options.signal };
    const header = await readHeader(file("inter"), tabs.delimiter, [userId, itemId]);
    const timed = header.includes(timestamp);
    const columns = header.map((field): DelimitedColumn => {
      if (field === userId) return id("user");
      if (field === itemId) return id("item");
      return field === timestamp ? number("time") : text(field);
    });
    await readDelimitedFile(database, "feedback", file("inter"), layoutOf(columns), reading);
    const timeScope = timed ? (options.timeScope ?? "global") : "none";
    const feedback = await indexFeedback(database, { timeScope });
    const users = await readEntities(database, badRows, "user", file("user"), userId);
    const items = await readEntities(database, badRows, "item", file("item"), itemId);
    return {
      feedback,
      itemTitles: atomicItemTitles(items, feedback.itemIds),
      userFeatures: featuresOf(users),
      itemFeatures: featuresOf(items),
    };
  });
}

/** Columns of `<name>.user` or `<name>.item` by field, such as "age:token"; none if the file is not there. */
async function readEntities(
  database: Database,
  badRows: BadRows,
  kind: "user" | "item",
  file: string,
  idField: string,
): Promise<ReadonlyMap<string, readonly (string | null)[]>> {
  if (!existsSync(file)) return new Map();
  const header = await readHeader(file, tabs.delimiter, [idField]);
  const columns = header.map((field) => (field === idField ? uniqueId(field) : text(field)));
  await readDelimitedFile(database, kind, file, layoutOf(columns), { badRows });
  const described = header.filter((field) => field !== idField);
  if (described.length === 0) return new Map();
  const values = await entityColumns(database, kind, kind, idField, described);
  return new Map(described.map((field, index) => [field, values[index]]));
}

function featuresOf(columns: ReadonlyMap<string, readonly (string | null)[]>): readonly FeatureColumn[] {
  return [...columns].flatMap(([field, values]) => atomicFeature(field, values, columns) ?? []);
}

function layoutOf(columns: readonly DelimitedColumn[]): DelimitedLayout {
  return { ...tabs, columns };
}

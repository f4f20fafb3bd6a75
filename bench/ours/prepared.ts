import fs from "node:fs/promises";
import { join } from "node:path";
import { dump } from "npyjs";
import type * as lt from "longtail";

/** What a case is, beside its arrays. */
export interface CaseDescription {
  /** Where the pairs come from, such as "ml-1m" or "synthetic, of ml-1m's size". */
  readonly source: string;
  readonly users: number;
  readonly items: number;
  readonly seed: number;
  readonly options: lt.BaseLearnerOptions;
  readonly features: Readonly<Record<Side, readonly FeatureDescription[]>>;
  /** Names of each tower's linear layers, in order. */
  readonly layers: Readonly<Record<Side, readonly string[]>>;
}

type Side = "user" | "item";

interface FeatureDescription {
  readonly name: string;
  readonly kind: lt.FeatureColumn["kind"];
  readonly vocabularySize: number;
}

const parts = ["train", "validation", "test"] as const;
const sides = ["user", "item"] as const;

/** Writes one array of a case. */
export async function writeArray(
  folder: string,
  name: string,
  values: Float32Array | Int32Array,
  shape: readonly number[] = [values.length],
): Promise<void> {
  await fs.writeFile(join(folder, `${name}.npy`), new Uint8Array(dump(values, [...shape])));
}

/** Writes rows that both sides are to compute the loss of. */
export function writeChecked(folder: string, rows: Int32Array): Promise<void> {
  return writeArray(folder, "checked", rows);
}

/** Writes a case so that both sides read the same pairs, features and parameters. */
export async function writePrepared(
  folder: string,
  split: Pick<lt.Split, "data" | (typeof parts)[number]>,
  parameters: lt.ParameterArrays,
  { source, seed, options }: Pick<CaseDescription, "source" | "seed" | "options">,
): Promise<void> {
  const { data } = split;
  const columns = { user: data.userFeatures, item: data.itemFeatures };
  for (const part of parts) {
    await writeArray(folder, `${part}.users`, split[part].users);
    await writeArray(folder, `${part}.items`, split[part].items);
  }
  for (const side of sides) {
    for (const [at, column] of columns[side].entries()) {
      await writeArray(folder, `${side}.codes${at}`, column.codes);
      if (column.kind === "multi-valued") await writeArray(folder, `${side}.offsets${at}`, column.offsets);
    }
  }
  for (const [name, { values, shape }] of Object.entries(parameters)) {
    await writeArray(folder, name, values, shape);
  }
  const described = (side: Side): FeatureDescription[] =>
    columns[side].map(({ name, kind, vocabulary }) => ({ name, kind, vocabularySize: vocabulary.length }));
  const layers = (side: Side): string[] =>
    Object.keys(parameters)
      .filter((name) => name.startsWith(`${side}.`) && name.endsWith(".weight"))
      .map((name) => name.replace(/\.weight$/, ""));
  const description: CaseDescription = {
    source,
    users: data.userIds.length,
    items: data.itemIds.length,
    seed,
    options,
    features: { user: described("user"), item: described("item") },
    layers: { user: layers("user"), item: layers("item") },
  };
  await fs.writeFile(join(folder, "case.json"), JSON.stringify(description));
}

/** A case as it was prepared. */
export interface Prepared {
  readonly description: CaseDescription;
  readonly split: lt.Split;
  readonly parameters: lt.ParameterArrays;
}

/**
 * Reads one array of a case. The values are a view of the file's bytes: npyjs would copy them, and a table of 256 MB twice
 * would count as our peak memory.
 */
export async function readArray<Values extends Float32Array | Int32Array>(
  folder: string,
  name: string,
): Promise<{ values: Values; shape: number[] }> {
  const bytes = await fs.readFile(join(folder, `${name}.npy`));
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString("latin1", 10, start);
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)![1].split(",").filter(Boolean).map(Number);
  const size = shape.reduce((product, side) => product * side, 1);
  const Kind = header.includes("<f4") ? Float32Array : Int32Array;
  return { values: new Kind(bytes.buffer, bytes.byteOffset + start, size) as Values, shape };
}

async function readColumns(folder: string, side: Side, described: readonly FeatureDescription[]) {
  const columns: lt.FeatureColumn[] = [];
  for (const [at, { name, kind, vocabularySize }] of described.entries()) {
    const vocabulary = Array.from({ length: vocabularySize }, (_, code) => String(code));
    const codes = (await readArray<Int32Array>(folder, `${side}.codes${at}`)).values;
    if (kind === "categorical") {
      columns.push({ name, kind, vocabulary, codes });
      continue;
    }
    const offsets = (await readArray<Int32Array>(folder, `${side}.offsets${at}`)).values;
    columns.push({ name, kind, vocabulary, codes, offsets });
  }
  return columns;
}

/** Reads a case, all but what only people read of a data set. */
export async function readPrepared(folder: string): Promise<Prepared> {
  const description = JSON.parse(await fs.readFile(join(folder, "case.json"), "utf8")) as CaseDescription;
  const { users, items, features, layers, source } = description;
  const pairs = async (part: (typeof parts)[number]): Promise<lt.Pairs> => ({
    users: (await readArray<Int32Array>(folder, `${part}.users`)).values,
    items: (await readArray<Int32Array>(folder, `${part}.items`)).values,
    userCount: users,
    itemCount: items,
  });
  const names = sides.flatMap((side) => [
    `${side}.id`,
    ...features[side].map(({ name }) => `${side}.feature.${name}`),
    ...layers[side].flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]),
  ]);
  const parameters: Record<string, lt.ParameterArray> = {};
  for (const name of names) parameters[name] = await readArray<Float32Array>(folder, name);
  const ids = (count: number): string[] => new Array<string>(count).fill("");
  const data: lt.Interactions = {
    name: source,
    users: new Int32Array(0),
    items: new Int32Array(0),
    order: new Float64Array(0),
    timeScope: "none",
    userIds: ids(users),
    itemIds: ids(items),
    itemTitles: ids(items),
    userFeatures: await readColumns(folder, "user", features.user),
    itemFeatures: await readColumns(folder, "item", features.item),
    provenance: {
      source,
      sha256: "",
      checksum: "unknown",
      licence: "",
      badRows: [],
      badRowCount: 0,
      duplicateCount: 0,
    },
  };
  const split: lt.Split = {
    name: "prepared",
    data,
    train: await pairs("train"),
    validation: await pairs("validation"),
    test: await pairs("test"),
    trainingOnlyUsers: 0,
  };
  return { description, split, parameters };
}

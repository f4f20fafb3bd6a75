import { promises as fs } from "node:fs";
import path from "node:path";
import { loadDataset } from "../data";
import { dataFolder } from "../data/checkout";
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

/** The files of a data set: a person's own, or those that were unpacked. Throws where there are none yet. */
async function filesOf(data: DatasetSpecification): Promise<string[]> {
  if ("interactions" in data) {
    return [data.interactions, data.items, data.users].filter((file) => file !== undefined);
  }
  const folder = path.join(dataFolder, data.name);
  const names = await fs.readdir(folder, { recursive: true });
  return names.sort().map((name) => path.join(folder, name));
}

/**
 * What tells cheaply whether a data set's files are those of last time; undefined where nothing does. The time of the
 * change (ctime) is there because it cannot be set: a copy may keep size and date of the file that it takes the place of.
 */
async function signatureOf(data: DatasetSpecification): Promise<string | undefined> {
  try {
    const stats = await Promise.all((await filesOf(data)).map((file) => fs.stat(file)));
    return canonicalJson(stats.map(({ size, mtimeMs, ctimeMs }) => [size, mtimeMs, ctimeMs]));
  } catch {
    return undefined;
  }
}

/** The data that a file of an earlier call remembers; undefined where it is not there, or damaged. */
async function rememberedData(file: string): Promise<RunData | undefined> {
  try {
    const data = JSON.parse(await fs.readFile(file, "utf8")) as Partial<RunData>;
    const texts = [data.name, data.sha256, data.split, data.fingerprint];
    return texts.every((text) => typeof text === "string") ? (data as RunData) : undefined;
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
    const remembered = await rememberedData(file);
    if (remembered) return { data: remembered, split };
  }
  const found = dataOf(await split());
  // Files that changed while they were read, or were only fetched then, are not known by what they were before.
  if (signature !== undefined && (await signatureOf(data)) === signature) {
    // Only a short cut for next time: a folder that cannot be written to is told of when the record is.
    await writeFileWhole(file, [JSON.stringify(found)]).catch(() => undefined);
  }
  return { data: found, split };
}

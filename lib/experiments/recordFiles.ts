import { promises as fs } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { partialMark, writeFileWhole } from "../training";
import type { RunRecord } from "./runRecord";

/** Where records lie when nothing else is said: the folder that LONGTAIL_RECORDS names, else records/ of this checkout. */
export function recordsFolder(): string {
  return process.env["LONGTAIL_RECORDS"] || path.resolve(__dirname, "../../records");
}

/** The files of one record. */
export interface RecordFiles {
  readonly folder: string;
  /** The summary: a `RunRecord` as JSON. */
  readonly record: string;
  /** Ranks, history and counts, as safetensors. */
  readonly results: string;
  /** One file a training run, as safetensors; gone when the run is finished, unless its model is kept. */
  readonly checkpoints: string;
}

export function recordFiles(records: string, id: string): RecordFiles {
  const folder = path.join(records, id);
  return {
    folder,
    record: path.join(folder, "record.json"),
    results: path.join(folder, "results.safetensors"),
    checkpoints: path.join(folder, "checkpoints"),
  };
}

/** Folders of `records` that are records by their name. */
export async function recordIds(records: string): Promise<string[]> {
  const entries = await fs.readdir(records, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const idPattern = /^[0-9a-f]{20}-[0-9a-f]{10}$/;
  return entries.filter((entry) => entry.isDirectory() && idPattern.test(entry.name)).map(({ name }) => name);
}

const text = z.string();
const means = z.record(z.number().nullable());
const part = z.object({ overall: means, head: means, tail: means });

/** What is read of a record to decide anything by or to show it; the rest is passed on as it was written. */
const schema = z.object({
  format: z.literal(1),
  id: text,
  status: z.enum(["running", "finished", "failed", "cancelled"]),
  specification: z.object({
    method: text,
    seed: z.number(),
    headShare: z.number(),
    options: z.record(z.unknown()),
    data: z.object({}),
  }),
  data: z.object({ name: text, sha256: text, split: text, fingerprint: text }),
  code: z.object({ kind: z.enum(["library", "notebook"]), sha256: text, commit: text.nullable() }),
  versions: z.object({ longtail: text, tensorflow: text, node: text }),
  machine: z.object({ host: text, pid: z.number(), cpu: text, cores: z.number(), memoryGiB: z.number() }),
  started: text,
  heartbeat: text,
  ended: text.nullable(),
  seconds: z.number(),
  resumptions: z.number(),
  error: text.nullable(),
  epochs: z.number().nullable(),
  bestEpoch: z.number().nullable(),
  metrics: z.object({ validation: part, test: part }).nullable(),
  groups: z.object({ sentence: text }).nullable(),
  chosen: z.record(z.unknown()).nullable(),
  tuning: z.object({ tried: z.number(), criterion: text }).nullable(),
});

/** The record that a text holds. Throws an error in one clause where it holds none, or another's. */
export function parseRecord(content: string, id: string): RunRecord {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw new Error("record.json is no JSON");
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const { path: place, message } = result.error.issues[0];
    throw new Error(`record.json is damaged at "${place.join(".") || "its top"}" (${message})`);
  }
  if (result.data.id !== id) throw new Error(`record.json is of ${result.data.id}`);
  if (result.data.status === "finished" && !result.data.metrics)
    throw new Error("record.json lacks its metrics");
  return value as RunRecord;
}

/** Writes the summary of a record whole or not at all. */
export async function writeRecord(records: string, record: RunRecord): Promise<void> {
  await writeFileWhole(recordFiles(records, record.id).record, [`${JSON.stringify(record, null, 2)}\n`]);
}

/** Removes what a killed process had half written. Only for whoever holds the record's claim. */
export async function removePartialFiles(folder: string): Promise<void> {
  const entries = await fs.readdir(folder, { recursive: true }).catch(() => []);
  for (const entry of entries) {
    if (path.basename(entry).includes(partialMark)) await fs.rm(path.join(folder, entry), { force: true });
  }
}

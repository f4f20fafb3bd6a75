import { promises as fs } from "node:fs";
import path from "node:path";
import { claim } from "./claim";
import { readRecord } from "./readRecord";
import { parseRecord, recordFiles, recordIds, recordsFolder } from "./recordFiles";
import { sharedTrainingFolder } from "./sharedTraining";
import type { RunRecord, RunStatus, UnreadableRecord } from "./runRecord";

/** The records of a folder, and those that cannot be read. */
export interface RecordList {
  /** Newest first. */
  readonly records: readonly RunRecord[];
  readonly unreadable: readonly UnreadableRecord[];
}

/** Files read at once: more would only wait for each other. */
const together = 64;

/** Lists the records of a folder. One that is damaged is named in `unreadable` and keeps none of the others away. */
export async function listRecords(folder: string = recordsFolder()): Promise<RecordList> {
  const ids = await recordIds(folder);
  const records: RunRecord[] = [];
  const unreadable: UnreadableRecord[] = [];
  let next = 0;
  const readSome = async (): Promise<void> => {
    while (next < ids.length) {
      const id = ids[next++];
      try {
        const record = await readRecord(folder, id);
        if (record) records.push(record);
      } catch (error) {
        unreadable.push({ id, reason: (error as Error).message });
      }
    }
  };
  await Promise.all(Array.from({ length: together }, readSome));
  records.sort((one, other) => Date.parse(other.started) - Date.parse(one.started));
  return { records, unreadable: unreadable.sort((one, other) => (one.id < other.id ? -1 : 1)) };
}

/** Starts the name of a record that is being removed. */
const removedMark = ".removed-";

/** Which records are removed. */
export interface PruneOptions {
  /** Records of these statuses. Default: failed, cancelled and interrupted. */
  readonly statuses?: readonly RunStatus[];
  /** Records that started before. Default: whenever. */
  readonly before?: Date;
  /** Whether records that cannot be read are removed. Default false: something in them may still be wanted. */
  readonly unreadable?: boolean;
  /** Which of those that the other options name. Default all. */
  readonly where?: (record: RunRecord) => boolean;
  /** Whether training that runs had in common is removed as well: it is trained anew when it is wanted. Default false. */
  readonly sharedTraining?: boolean;
  /** Only says what would be removed. Default false. */
  readonly dryRun?: boolean;
}

/** When a record last had a sign of life; undefined where it cannot be read. */
async function heartbeatOf(folder: string, id: string): Promise<string | undefined> {
  try {
    return parseRecord(await fs.readFile(recordFiles(folder, id).record, "utf8"), id).heartbeat;
  } catch {
    return undefined;
  }
}

/**
 * Removes records, with their checkpoints. A run that a process is at, or has been at since its record was looked at, is
 * left alone.
 *
 * @returns the ids that were removed.
 */
export async function pruneRecords(
  folder: string = recordsFolder(),
  options: PruneOptions = {},
): Promise<string[]> {
  const {
    statuses = ["failed", "cancelled", "interrupted"],
    before,
    where = () => true,
    dryRun = false,
  } = options;
  const { records, unreadable } = await listRecords(folder);
  const chosen = records.filter(
    (record) =>
      statuses.includes(record.status) &&
      record.status !== "running" &&
      (!before || Date.parse(record.started) < before.getTime()) &&
      where(record),
  );
  const ids = [...chosen.map(({ id }) => id), ...(options.unreadable ? unreadable.map(({ id }) => id) : [])];
  if (dryRun) return ids;
  // What an earlier call had put out of sight when it was stopped.
  const leftovers = (await fs.readdir(folder).catch(() => [])).filter((name) => name.startsWith(removedMark));
  const away = [...leftovers, ...(options.sharedTraining ? [sharedTrainingFolder] : [])];
  for (const name of away) await fs.rm(path.join(folder, name), { recursive: true, force: true });
  const seen = new Map(chosen.map(({ id, heartbeat }) => [id, heartbeat]));
  const removed: string[] = [];
  for (const id of ids) {
    const own = await claim(id, folder);
    if (!own) continue;
    try {
      // It may have been taken up again meanwhile, and be finished by now.
      if ((await heartbeatOf(folder, id)) !== seen.get(id)) continue;
      // Out of sight in one step, so that no reader meets half a record.
      const away = path.join(folder, `${removedMark}${process.pid}-${id}`);
      await fs.rename(recordFiles(folder, id).folder, away);
      await fs.rm(away, { recursive: true, force: true });
      removed.push(id);
    } finally {
      await own.release();
    }
  }
  return removed;
}

import { promises as fs } from "node:fs";
import os from "node:os";
import { isClaimed } from "./claim";
import { parseRecord, recordFiles, recordIds } from "./recordFiles";
import type { RunRecord, UnreadableRecord } from "./runRecord";
import { readResults, type RunResults } from "./runResults";

/** Seconds without a sign of life after which a run on another machine counts as interrupted. */
const silence = 60;

/** A record that says "running" and whose process is gone is interrupted. */
async function asItStands(record: RunRecord, records: string): Promise<RunRecord> {
  if (record.status !== "running") return record;
  const silent = Date.now() - Date.parse(record.heartbeat) > 1000 * silence;
  const here = record.machine.host === os.hostname();
  const alive = here ? await isClaimed(record.id, records).catch(() => !silent) : !silent;
  return alive ? record : { ...record, status: "interrupted" };
}

/** The record of that id as it stands now; undefined where there is none. Throws, in one clause, where it is damaged. */
export async function readRecord(records: string, id: string): Promise<RunRecord | undefined> {
  const text = await fs
    .readFile(recordFiles(records, id).record, "utf8")
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
      throw error;
    });
  return text === undefined ? undefined : asItStands(parseRecord(text, id), records);
}

/** A finished run read back. */
export interface FinishedRun extends RunResults {
  readonly record: RunRecord;
}

/**
 * The finished run of that id; undefined where there is none that can be read whole.
 *
 * @param onDamage told which file is damaged and how.
 */
export async function readFinished(
  records: string,
  id: string,
  onDamage: (unreadable: UnreadableRecord) => void,
): Promise<FinishedRun | undefined> {
  try {
    const record = await readRecord(records, id);
    if (record?.status !== "finished") return undefined;
    return { record, ...(await readResults(recordFiles(records, id).results)) };
  } catch (error) {
    onDamage({ id, reason: (error as Error).message });
    return undefined;
  }
}

/** The newest finished run whose id starts with a request's key. */
export async function newestFinished(
  records: string,
  request: string,
  onDamage: (unreadable: UnreadableRecord) => void,
): Promise<FinishedRun | undefined> {
  const ids = (await recordIds(records)).filter((id) => id.startsWith(`${request}-`));
  const runs = await Promise.all(ids.map((id) => readFinished(records, id, onDamage)));
  const finished = runs.filter((run) => run !== undefined);
  return finished.sort((one, other) => (one.record.started < other.record.started ? 1 : -1))[0];
}

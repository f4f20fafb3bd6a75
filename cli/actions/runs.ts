import {
  listRecords,
  pruneRecords,
  recordsFolder,
  withoutControlMetrics,
  type PruneOptions,
  type RecordList,
  type RunRecord,
  type RunStatus,
} from "../../lib/experiments";
import { percent } from "../../lib/host";
import { UsageError } from "../exitCodes";
import { note, print, textTable, writeJson } from "../output";
import { metricsReport, metricsText } from "../runReport";

/** Which records are meant. */
export interface RecordFilter {
  readonly records?: string;
  readonly data?: string;
  readonly method?: string;
  readonly status?: string;
}

const statuses: readonly RunStatus[] = ["running", "finished", "failed", "cancelled", "interrupted"];

/** A list of statuses as typed. */
export function statusesOf(text: string): RunStatus[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !statuses.includes(name as RunStatus));
  if (unknown !== undefined) {
    throw new UsageError(`There is no status "${unknown}"; there are ${statuses.join(", ")}.`);
  }
  return names as RunStatus[];
}

/** The records of a folder that the flags mean. Those that cannot be read are named. */
export async function filteredRecords({ records, data, method, status }: RecordFilter): Promise<RecordList> {
  const wanted = status === undefined ? statuses : statusesOf(status);
  const list = await listRecords(records ?? recordsFolder());
  for (const { id, reason } of list.unreadable)
    note(`The record ${id} cannot be read (${reason}); it is skipped.`);
  const meant = (record: RunRecord): boolean =>
    (data === undefined || record.data.name === data) &&
    (method === undefined || method.split(",").includes(record.specification.method)) &&
    wanted.includes(record.status);
  return { ...list, records: list.records.filter(meant) };
}

/** The record that a beginning of its id names. Throws a UsageError where it names none or several. */
export function recordCalled(id: string, records: readonly RunRecord[]): RunRecord {
  const found = records.filter((record) => record.id.startsWith(id));
  if (found.length === 1) return found[0];
  throw new UsageError(
    found.length === 0
      ? `There is no record "${id}"; longtail runs list shows them.`
      : `"${id}" begins ${found.length} records; give more of it.`,
  );
}

const minute = (time: string): string => time.slice(0, 16).replace("T", " ");

/** The flags of `longtail runs list`. */
export interface ListFlags extends RecordFilter {
  readonly limit: number;
  readonly json?: string;
}

/** Lists records, newest first. */
export async function list(flags: ListFlags): Promise<void> {
  const { records, unreadable } = await filteredRecords(flags);
  if (flags.json !== undefined) await writeJson({ records, unreadable }, flags.json);
  if (flags.json === "-") return;
  if (records.length === 0) return print("No records.");
  const shown = records.slice(0, flags.limit);
  const value = (record: RunRecord): string =>
    record.metrics ? percent(record.metrics.test.overall["NDCG@50"] ?? null, 2) : "";
  await print(
    textTable([
      ["record", "status", "data set", "method", "seed", "test NDCG@50", "settings tried", "started (UTC)"],
      ...shown.map((record) => [
        record.id,
        record.status,
        record.data.name,
        record.specification.method,
        String(record.specification.seed),
        value(record),
        record.tuning ? String(record.tuning.tried) : "",
        minute(record.started),
      ]),
    ]),
  );
  if (shown.length < records.length) await print(`${shown.length} of ${records.length} records (--limit).`);
}

/** The flags of `longtail runs show`. */
export interface ShowFlags {
  readonly records?: string;
  readonly json?: string;
}

/** Shows one record. */
export async function show(id: string, flags: ShowFlags): Promise<void> {
  const { records } = await filteredRecords(flags);
  const record = recordCalled(id, records);
  if (flags.json !== undefined) await writeJson({ ...record, metrics: metricsReport(record) }, flags.json);
  if (flags.json === "-") return;
  const { specification, data, code, versions, machine, tuning } = record;
  const dirty = code.dirty ? ", with changes" : "";
  const rows: [string, string][] = [
    ["record", record.id],
    ["status", record.error === null ? record.status : `${record.status}: ${record.error}`],
    ["data set", `${data.name}, ${data.split}`],
    ["SHA-256", data.sha256],
    ["method", specification.method],
    ["options", JSON.stringify(specification.options)],
    ["seed", String(specification.seed)],
    ["epochs", record.epochs === null ? "" : `${record.epochs}, best ${record.bestEpoch}`],
    ["chosen", record.chosen === null ? "" : JSON.stringify(withoutControlMetrics(record.chosen))],
    ["settings tried", tuning === null ? "" : `${tuning.tried}, by ${tuning.criterion}`],
    ["started", record.started],
    ["ended", record.ended ?? ""],
    ["seconds of work", record.seconds.toFixed(1)],
    ["resumptions", String(record.resumptions)],
    [
      "code",
      `${code.kind}, ${code.sha256.slice(0, 12)}${code.commit ? `, commit ${code.commit.slice(0, 10)}${dirty}` : ""}`,
    ],
    ["versions", `longtail ${versions.longtail}, TensorFlow ${versions.tensorflow}, Node ${versions.node}`],
    ["machine", `${machine.host}, ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB`],
  ];
  await print(
    rows
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `${name.padEnd(16)} ${value}`)
      .join("\n"),
  );
  if (record.metrics) await print(`\n${metricsText(record)}`);
}

/** The flags of `longtail runs prune`. */
export interface PruneFlags extends RecordFilter {
  readonly before?: string;
  readonly unreadable?: boolean;
  readonly sharedTraining?: boolean;
  readonly dryRun?: boolean;
  readonly json?: string;
}

/** Removes records. */
export async function prune(flags: PruneFlags): Promise<void> {
  const { data, method, before, unreadable, sharedTraining, dryRun, json } = flags;
  const day = before === undefined ? undefined : new Date(before);
  if (day && Number.isNaN(day.getTime())) {
    throw new UsageError(`--before is "${before}", but must be a date such as 2026-01-31.`);
  }
  const options: PruneOptions = {
    ...(flags.status === undefined ? {} : { statuses: statusesOf(flags.status) }),
    ...(day ? { before: day } : {}),
    ...{ unreadable, sharedTraining, dryRun },
    where: (record) =>
      (data === undefined || record.data.name === data) &&
      (method === undefined || method.split(",").includes(record.specification.method)),
  };
  const removed = await pruneRecords(flags.records ?? recordsFolder(), options);
  if (json !== undefined) await writeJson({ removed, dryRun: dryRun === true }, json);
  if (json === "-") return;
  const verb = dryRun ? "would be removed" : "removed";
  await print([...removed, `${removed.length} records ${verb}.`].join("\n"));
}

import {
  compare as compareRuns,
  comparisonTable,
  recordsFolder,
  settingText,
  type ComparisonRun,
  type RunRecord,
} from "../../lib/experiments";
import { readFinished } from "../../lib/experiments/readRecord";
import { cutGroups } from "../../lib/splitting";
import { UsageError } from "../exitCodes";
import { note, print, writeJson } from "../output";
import { filteredRecords, recordCalled, type RecordFilter } from "./runs";

/** The flags of `longtail runs compare`. */
export interface CompareFlags extends RecordFilter {
  readonly baseline?: string;
  readonly headShare: number;
  readonly at: readonly number[];
  readonly resamples: number;
  readonly format: "markdown" | "csv" | "latex";
  readonly json?: string;
}

/** Options of a record by name, as comparable texts. */
const optionTexts = ({ specification: { options } }: RunRecord): Map<string, string> =>
  new Map(Object.entries(options).map(([name, value]) => [name, JSON.stringify(value)]));

/** What each record is called: its method, and, where several settings of it are compared, the options that differ. */
export function settingNames(records: readonly RunRecord[]): Map<RunRecord, string> {
  const names = new Map<RunRecord, string>();
  for (const record of records) {
    const { method, options } = record.specification;
    const alike = records.filter((other) => other.specification.method === method);
    const differing = Object.keys(options).filter(
      (name) => new Set(alike.map((other) => optionTexts(other).get(name))).size > 1,
    );
    const setting = Object.fromEntries(differing.map((name) => [name, options[name]]));
    names.set(record, differing.length === 0 ? method : `${method} (${settingText(setting)})`);
  }
  return names;
}

/** Of records of one setting and seed on one data set, made by different code, the newest. */
function newestOfEach(records: readonly RunRecord[]): RunRecord[] {
  const seen = new Set<string>();
  return records.filter(({ specification: { method, options, seed }, data, code }) => {
    const key = JSON.stringify([data.fingerprint, code.kind, method, options, seed]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Compares finished runs of one data set and split with a baseline. */
export async function compare(ids: readonly string[], flags: CompareFlags): Promise<void> {
  const folder = flags.records ?? recordsFolder();
  const { records } = await filteredRecords({ ...flags, status: "finished" });
  const chosen = ids.length > 0 ? ids.map((id) => recordCalled(id, records)) : newestOfEach(records);
  if (chosen.length === 0) throw new UsageError("There is no finished run to compare.");
  const datasets = new Map(chosen.map(({ data }) => [data.fingerprint, `${data.name}, ${data.split}`]));
  if (datasets.size > 1) {
    throw new UsageError(
      `The runs are of different data (${[...datasets.values()].join("; ")}); name one with --data, or the records to compare.`,
    );
  }
  const names = settingNames(chosen);
  const runs: ComparisonRun[] = [];
  let counts: Int32Array | undefined;
  for (const record of chosen) {
    const read = await readFinished(folder, record.id, ({ id, reason }) =>
      note(`The record ${id} cannot be read (${reason}); it is skipped.`),
    );
    if (!read) continue;
    counts = read.counts.items;
    runs.push({
      name: names.get(record)!,
      seed: record.specification.seed,
      ranks: read.ranks.test,
      ...(record.tuning ? { settingsTried: record.tuning.tried } : {}),
    });
  }
  if (!counts) throw new Error("None of the runs can be read.");
  const known = [...new Set(runs.map(({ name }) => name))];
  const baseline = flags.baseline ?? "two-tower";
  if (!known.includes(baseline)) {
    throw new UsageError(
      `There is no run of "${baseline}" to be the baseline; name one of these with --baseline: ${known.map((name) => `"${name}"`).join(", ")}.`,
    );
  }
  const seedsOf = (of: string): string => {
    const seeds = runs.filter(({ name }) => name === of).map(({ seed }) => seed);
    return seeds.sort((one, other) => one - other).join(", ");
  };
  const other = known.filter((name) => seedsOf(name) !== seedsOf(baseline));
  if (other.length > 0) {
    note(
      `The baseline is of seeds ${seedsOf(baseline)}; ${other.map((name) => `${name} is of ${seedsOf(name)}`).join("; ")}. The chance of the seed is then no longer the same on both sides.`,
    );
  }
  const { headShare, at, resamples, format, json } = flags;
  const comparison = compareRuns(runs, cutGroups("item", counts, { headShare }), { baseline, at, resamples });
  if (json !== undefined) await writeJson(comparison, json);
  if (json === "-") return;
  const table = comparisonTable(comparison);
  const texts = {
    markdown: () => table.toMarkdown(),
    csv: () => table.toCsv(),
    latex: () => table.toLatex(),
  };
  await print(texts[format]());
}

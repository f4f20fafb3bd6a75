import path from "node:path";
import { coreFilter } from "../coreFilter";
import type { OwnColumns, OwnDataset } from "../datasetSpecification";
import type { Interactions } from "../interactions";
import { givenValue } from "../columns/givenValue";
import { BadRows } from "../reading/badRows";
import type { Database } from "../reading/duckdb";
import { withDatabase } from "../reading/duckdb";
import { showNotice } from "../sources/notice";
import type { DescribedEntities } from "./entityFile";
import { readEntityFile } from "./entityFile";
import { ownFeatures } from "./ownFeatures";
import { readOwnFeedback } from "./ownFeedback";
import type { TableFile } from "./tableFile";
import { openTableFile } from "./tableFile";
import { noColumn } from "./textShape";
import { usualColumn } from "./usualNames";

const number = new Intl.NumberFormat("en");

/** Column names that the person speaks of: a first line that has one is a header. */
const statedNames = (columns: OwnColumns): readonly string[] => [
  ...[columns.user, columns.item, columns.time, columns.rating, columns.title].filter(
    (name) => typeof name === "string",
  ),
  ...(columns.categorical ?? []),
  ...Object.keys(columns.multiValued ?? {}),
  ...(columns.words ?? []),
  ...Object.keys(columns.buckets ?? {}),
];

/**
 * Loads a person's own files: see `OwnDataset` for what can be said, and data/README.md for what reading does.
 *
 * What was found out about the files, and which rows were left out, stands in the provenance and is shown once.
 *
 * @throws Error, one sentence, for every mistake; the signal's reason if it is raised.
 */
export async function loadOwnDataset(dataset: OwnDataset, signal: AbortSignal): Promise<Interactions> {
  const data = await withDatabase((database) => readFiles(database, dataset, signal), signal);
  const whole = data.users.length;
  const core = dataset.kCore === undefined ? data : coreFilter(data, { k: dataset.kCore });
  const note =
    core === data
      ? data.provenance.note
      : `${data.provenance.note} Its ${dataset.kCore}-core has ${number.format(core.users.length)} of ${number.format(whole)} rows.`;
  const { badRowCount, badRows } = data.provenance;
  const refused =
    badRowCount === 0
      ? ""
      : ` Left out: ${number.format(badRowCount)} bad row${badRowCount === 1 ? "" : "s"}, the first in ${badRows[0].file}, line ${badRows[0].line}: ${badRows[0].reason}.`;
  showNotice(`${path.basename(dataset.interactions)}: ${note}${refused}`);
  return { ...core, provenance: { ...core.provenance, note } };
}

async function readFiles(
  database: Database,
  dataset: OwnDataset,
  signal: AbortSignal,
): Promise<Interactions> {
  // Dates without a zone are UTC, wherever the machine is.
  await database.run("SET TimeZone = 'UTC'");
  const columns = dataset.columns ?? {};
  const badRows = new BadRows();
  const opened: TableFile[] = [];
  const open = async (file: string, said: string): Promise<TableFile> => {
    const canBeTold = said === "interactions";
    const own = canBeTold ? { separator: dataset.separator, header: dataset.header } : {};
    const options = { ...own, canBeTold, stated: statedNames(columns) };
    const table = await openTableFile(database, file, `Option "${said}"`, options, signal);
    opened.push(table);
    return table;
  };
  try {
    const file = await open(dataset.interactions, "interactions");
    const own = await readOwnFeedback(database, file, dataset, badRows);
    await database.run("DROP VIEW candidate; DROP TABLE feedback");
    const describe = async (kind: "user" | "item"): Promise<DescribedEntities | undefined> => {
      const named = kind === "user" ? dataset.users : dataset.items;
      if (named === undefined) return undefined;
      const same = kind === "user" ? own.userColumn : own.itemColumn;
      const table = await open(named, `${kind}s`);
      return readEntityFile(database, kind, table, columns[kind], same, badRows);
    };
    const users = await describe("user");
    const items = await describe("item");
    signal.throwIfAborted();
    const features = ownFeatures(columns, users, items);
    const { duplicateCount, ...feedback } = own.feedback;
    return {
      name: path.basename(dataset.interactions).replace(/(?:\.[a-z]+)?(?:\.gz)?$/i, ""),
      ...feedback,
      itemTitles: itemTitles(feedback.itemIds, items, columns.title),
      userFeatures: features.users,
      itemFeatures: features.items,
      provenance: {
        source: opened.map((table) => table.name).join(", "),
        sha256: file.sha256,
        checksum: "unknown",
        files: opened.map(({ name, sha256 }) => ({ file: name, sha256 })),
        note: [...own.notes, ...features.notes].join(" "),
        licence: "Not known: a file of the reader's own.",
        badRows: badRows.first,
        badRowCount: badRows.count,
        duplicateCount,
      },
    };
  } finally {
    await Promise.all(opened.map((table) => table.dispose()));
  }
}

/** Titles for people from the file of items; the id where it has none. */
function itemTitles(
  ids: readonly string[],
  items: DescribedEntities | undefined,
  stated: string | undefined,
): readonly string[] {
  const names = [...(items?.columns.keys() ?? [])];
  if (stated !== undefined && !names.includes(stated)) {
    throw items
      ? noColumn(items.file, stated, "columns.title", names)
      : new Error(`columns.title names "${stated}", but no file of items is given.`);
  }
  const column = stated ?? usualColumn("title", names);
  const titles = column === undefined ? undefined : items?.columns.get(column);
  return ids.map((id, item) => givenValue(titles?.[item] ?? null) ?? id);
}

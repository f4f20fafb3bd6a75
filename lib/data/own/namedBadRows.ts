import { createReadStream } from "node:fs";
import type { BadRow } from "../provenance";
import type { Database } from "../reading/duckdb";
import { identifier, literal } from "../reading/duckdb";
import type { DelimitedLayout } from "../reading/delimitedLayout";
import { RowLocator } from "../reading/lineLocator";
import { namedRows, type Refusal } from "../reading/refusedRows";
import type { LoadedTable } from "./loadedTable";
import type { TableFile } from "./tableFile";
import { rowsOf } from "./tableFile";
import { separatorName } from "./textShape";

/** A text file's columns as the readers of delimited files describe them. */
export function layoutOf(file: TableFile): DelimitedLayout {
  const { separator = ",", quoted = false, hasHeader = true } = file.shape ?? {};
  return {
    delimiter: separator,
    delimiterName: separatorName(separator),
    quoted,
    header: hasHeader,
    columns: file.columns.map(({ name }) => ({ name, kind: "text" })),
  };
}

/**
 * The first bad rows of a table that was loaded: what is wrong, and in which line (of Parquet and JSON: in which row,
 * from 1). The file is read a second time for it, since the table keeps no raw values.
 *
 * @param from - Where the text that was loaded lies.
 */
export async function namedBadRows(
  database: Database,
  table: string,
  file: TableFile,
  loaded: Pick<LoadedTable, "problems" | "unique">,
  refusal: Refusal,
  from = file.path,
): Promise<BadRow[]> {
  const again = loaded.unique
    ? `CASE WHEN problem > ${loaded.problems.length} THEN ${literal(`a second row for ${loaded.unique.called} `)} || ${identifier(loaded.unique.column)} || '; the first is kept' END`
    : "NULL::VARCHAR";
  const [places, repeats] = await database.columns(
    `SELECT CAST(rowid AS INTEGER), ${again} FROM ${identifier(table)} WHERE problem > 0 ORDER BY rowid LIMIT ${namedRows}`,
    ["int32", "text"],
  );
  const positions = Array.from(places);
  const reasons = await reasonsOf(database, file, loaded.problems, positions, from);
  const { accepted, refused } = await linesOf(file, positions, refusal, from);
  return [
    ...accepted.map((line, index) => ({
      file: file.name,
      line,
      reason: repeats[index] ?? reasons[index] ?? "not as expected",
    })),
    ...refusal.reasons.map((reason, index) => ({ file: file.name, line: refused[index], reason })),
  ];
}

async function reasonsOf(
  database: Database,
  file: TableFile,
  problems: LoadedTable["problems"],
  positions: readonly number[],
  from: string,
): Promise<readonly (string | null)[]> {
  const last = positions.at(-1);
  if (last === undefined || problems.length === 0) return [];
  const cases = problems.map(({ when, reason }) => `WHEN ${when} THEN ${reason}`);
  const [reasons] = await database.columns(
    `SELECT reason FROM (
       SELECT row_number() OVER () - 1 AS place, CASE ${cases.join(" ")} END AS reason
       FROM (SELECT * FROM ${rowsOf(file, "again", from)} LIMIT ${last + 1}))
     WHERE place IN (${positions.join(", ")}) ORDER BY place`,
    ["text"],
  );
  return reasons;
}

async function linesOf(
  file: TableFile,
  positions: readonly number[],
  { rows, reasons }: Refusal,
  from: string,
): Promise<{ readonly accepted: readonly number[]; readonly refused: readonly number[] }> {
  if (!file.shape) return { accepted: positions.map((position) => position + 1), refused: [] };
  const { quoted, hasHeader, separator } = file.shape;
  const locator = new RowLocator(positions, { quoted, header: hasHeader, delimiter: separator }, rows);
  for await (const block of createReadStream(from, { highWaterMark: 1 << 20 })) {
    locator.feed(block as Buffer);
    if (locator.accepted.length === positions.length && locator.refused.length >= reasons.length) break;
  }
  return locator;
}

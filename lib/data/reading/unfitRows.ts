import type { BadRow } from "../provenance";
import type { DelimitedColumn, DelimitedLayout } from "./delimitedLayout";
import type { Database } from "./duckdb";
import { identifier, literal } from "./duckdb";
import type { RefusedRow } from "./lineLocator";
import { linesOfAccepted } from "./lineLocator";

/**
 * Removes rows that DuckDB took but that lack a required value or repeat a unique one.
 *
 * @param bytes - What DuckDB read, to find the rows' lines in.
 * @returns The removed rows, named.
 */
export async function removeUnfitRows(
  database: Database,
  table: string,
  file: string,
  bytes: Buffer,
  layout: DelimitedLayout,
  refused: readonly RefusedRow[],
): Promise<readonly BadRow[]> {
  const checks = layout.columns.flatMap((column) => checksOf(column, identifier(table)));
  if (checks.length === 0) return [];
  await database.run(
    `CREATE OR REPLACE TEMP TABLE unfit AS SELECT place, min(reason) AS reason FROM (${checks.join(" UNION ALL ")}) GROUP BY place`,
  );
  const [places, reasons] = await database.columns(
    "SELECT CAST(place AS INTEGER), reason FROM unfit ORDER BY place",
    ["int32", "text"],
  );
  if (places.length === 0) return [];
  await database.run(`DELETE FROM ${identifier(table)} WHERE rowid IN (SELECT place FROM unfit)`);
  const lines = linesOfAccepted(bytes, Array.from(places), layout, refused);
  return lines.map((line, index) => ({ file, line, reason: String(reasons[index]) }));
}

function checksOf(column: DelimitedColumn, table: string): readonly string[] {
  const { name, kind, required, unique } = column;
  const value = identifier(name);
  const checks: string[] = [];
  if (required) {
    const empty = kind === "text" ? `trim(${value}) = ''` : `${value} IS NULL`;
    checks.push(`SELECT rowid AS place, ${literal(`no ${name}`)} AS reason FROM ${table} WHERE ${empty}`);
  }
  if (unique) {
    const reason = `${literal(`a second row for ${name} `)} || ${value} || '; the first is kept'`;
    const first = `SELECT min(rowid) FROM ${table} GROUP BY ${value}`;
    checks.push(`SELECT rowid AS place, ${reason} AS reason FROM ${table} WHERE rowid NOT IN (${first})`);
  }
  return checks;
}

import path from "node:path";
import type { BadRow } from "../provenance";
import type { BadRows } from "./badRows";
import type { Database } from "./duckdb";
import { identifier, literal } from "./duckdb";
import type { DelimitedLayout } from "./delimitedLayout";
import { describeLayout } from "./delimitedLayout";
import { linesOfAccepted } from "./lineLocator";
import { refusedRows } from "./refusedRows";
import type { TextFile } from "./textFile";
import { openTextFile } from "./textFile";

export interface DelimitedFileOptions {
  readonly badRows: BadRows;
  readonly signal?: AbortSignal;
}

/**
 * Reads a delimited file into a table of the database, one row a good row of the file, in file order.
 *
 * Numbers are DOUBLE (up to three decimals), text is VARCHAR with "" for an empty value. Bad rows are left out, counted and named.
 *
 * @throws Error if the file is missing or empty, or more than 1 % of its rows are bad.
 */
export async function readDelimitedFile(
  database: Database,
  table: string,
  file: string,
  layout: DelimitedLayout,
  options: DelimitedFileOptions,
): Promise<void> {
  const name = path.basename(file);
  options.signal?.throwIfAborted();
  const text = await openTextFile(file, layout.quoted).catch((error: unknown) => {
    throw new Error(`${name} could not be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  });
  try {
    await database.run(loadStatement(table, text.path, layout)).catch((error: Error) => {
      throw new Error(`${name} could not be read as ${describeLayout(layout)}: ${firstLine(error.message)}`);
    });
    options.signal?.throwIfAborted();
    const refused = await refusedRows(database, name, text.bytes, layout);
    const unfit = await removeUnfitRows(database, table, name, text, layout, refused.rows);
    const good = await database.number(`SELECT count(*) FROM ${identifier(table)}`);
    const bad = [...refused.bad, ...unfit].sort((one, other) => one.line - other.line);
    const count = refused.count + unfit.length;
    if (good + count === 0)
      throw new Error(`${name} is empty: expected rows of ${describeLayout(layout)}, found none.`);
    options.badRows.add(name, bad, count, good, describeLayout(layout));
  } finally {
    await text.dispose();
  }
}

/**
 * Numbers are read as DECIMAL(18,3) first: it refuses "nan" and "inf", which DOUBLE would take for times.
 */
function loadStatement(table: string, file: string, layout: DelimitedLayout): string {
  const types = layout.columns.map(
    ({ name, kind }) => `${literal(name)}: '${kind === "text" ? "VARCHAR" : "DECIMAL(18,3)"}'`,
  );
  const texts = layout.columns.filter(({ kind }) => kind === "text").map(({ name }) => literal(name));
  const selected = layout.columns.map(({ name, kind }) =>
    kind === "text" ? identifier(name) : `CAST(${identifier(name)} AS DOUBLE) AS ${identifier(name)}`,
  );
  const quote = layout.quoted ? `'"'` : "''";
  const settings = [
    `delim=${literal(layout.delimiter)}, quote=${quote}, escape=${quote}, header=${layout.header}`,
    `columns={${types.join(", ")}}, force_not_null=[${texts.join(", ")}]`,
    "auto_detect=false, new_line='\\n', strict_mode=true, store_rejects=true, rejects_limit=0",
  ];
  return `CREATE TABLE ${identifier(table)} AS SELECT ${selected.join(", ")} FROM read_csv(${literal(file)}, ${settings.join(", ")})`;
}

/** Removes rows that DuckDB took but that lack a required value or repeat a unique one. */
async function removeUnfitRows(
  database: Database,
  table: string,
  name: string,
  text: TextFile,
  layout: DelimitedLayout,
  refused: Parameters<typeof linesOfAccepted>[3],
): Promise<BadRow[]> {
  const checks = layout.columns.flatMap((column) => {
    const value = identifier(column.name);
    const empty = column.kind === "text" ? `trim(${value}) = ''` : `${value} IS NULL`;
    const from = `FROM ${identifier(table)}`;
    return [
      ...(column.required ? [`SELECT rowid, ${literal(`no ${column.name}`)} AS reason ${from} WHERE ${empty}`] : []),
      ...(column.unique
        ? [
            `SELECT rowid, ${literal(`a second row for ${column.name} `)} || ${value} || '; the first is kept' AS reason ${from} WHERE rowid NOT IN (SELECT min(rowid) ${from} GROUP BY ${value})`,
          ]
        : []),
    ];
  });
  if (checks.length === 0) return [];
  const [positions, reasons] = await database.columns(
    `SELECT CAST(rowid AS INTEGER), min(reason) FROM (${checks.join(" UNION ALL ")}) GROUP BY rowid ORDER BY rowid`,
    ["int32", "text"],
  );
  if (positions.length === 0) return [];
  const lines = linesOfAccepted(text.bytes, Array.from(positions), layout, refused);
  const rowids = Array.from(positions).join(", ");
  await database.run(`DELETE FROM ${identifier(table)} WHERE rowid IN (${rowids})`);
  return lines.map((line, index) => ({ file: name, line, reason: String(reasons[index]) }));
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0];
}

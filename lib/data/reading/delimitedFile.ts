import path from "node:path";
import type { BadRow } from "../provenance";
import type { BadRows } from "./badRows";
import type { Database } from "./duckdb";
import { identifier, literal } from "./duckdb";
import type { DelimitedLayout } from "./delimitedLayout";
import { describeLayout } from "./delimitedLayout";
import type { RefusedRows } from "./refusedRows";
import { refusedRows } from "./refusedRows";
import { blankStrayQuotes } from "./strayQuotes";
import type { TextFile } from "./textFile";
import { openTextFile, temporaryText } from "./textFile";
import { removeUnfitRows } from "./unfitRows";

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
    let read = text;
    let stray: readonly BadRow[] = [];
    let refused = await load(database, table, name, text, layout);
    if (layout.quoted && refused.count > 0) {
      const blanked = blankStrayQuotes(text.bytes.toString("utf8"), layout.delimiter);
      stray = blanked.malformed.map((line) => ({ file: name, line, reason: "a stray or open quote" }));
      if (stray.length > 0) {
        read = await temporaryText(name, blanked.text);
        try {
          await database.run(`DROP TABLE ${identifier(table)}`);
          refused = await load(database, table, name, read, layout);
        } finally {
          await read.dispose();
        }
      }
    }
    options.signal?.throwIfAborted();
    const unfit = await removeUnfitRows(database, table, name, read.bytes, layout, refused.rows);
    const good = await database.number(`SELECT count(*) FROM ${identifier(table)}`);
    const bad = [...refused.bad, ...unfit, ...stray].sort((one, other) => one.line - other.line);
    const count = refused.count + unfit.length + stray.length;
    if (good + count === 0) {
      throw new Error(`${name} is empty: expected rows of ${describeLayout(layout)}, found none.`);
    }
    options.badRows.add(name, bad, count, good, describeLayout(layout));
  } finally {
    await text.dispose();
  }
}

async function load(
  database: Database,
  table: string,
  name: string,
  text: TextFile,
  layout: DelimitedLayout,
): Promise<RefusedRows> {
  await database.run(loadStatement(table, text.path, layout)).catch((error: Error) => {
    throw new Error(
      `${name} could not be read as ${describeLayout(layout)}: ${error.message.split("\n", 1)[0]}`,
    );
  });
  return refusedRows(database, name, text.bytes, layout);
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

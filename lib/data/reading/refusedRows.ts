import type { BadRow } from "../provenance";
import type { DelimitedLayout } from "./delimitedLayout";
import type { Database } from "./duckdb";
import type { RefusedRow } from "./lineLocator";
import { lineAt } from "./lineLocator";

/** What DuckDB refused of a file. */
export interface RefusedRows {
  /** The first of them, named. */
  readonly bad: readonly BadRow[];
  /** How many rows were refused. */
  readonly count: number;
  /** The rows, in file order; of very many the first 300,000. */
  readonly rows: readonly RefusedRow[];
}

/** So many refused rows are named. */
export const namedRows = 20;

/** So many refused rows are kept to count lines by; a file with more of them is of another kind than was thought. */
const keptRows = 300_000;

/** Refused rows before their lines are known. */
export interface Refusal {
  /** How many rows were refused. */
  readonly count: number;
  /** The rows, in file order; of very many the first 300,000. */
  readonly rows: readonly RefusedRow[];
  /** What was wrong with each of the first. */
  readonly reasons: readonly string[];
}

/** Takes DuckDB's table of refused rows and empties it for the next file. */
export async function takeRefused(database: Database, layout: DelimitedLayout): Promise<Refusal> {
  const count = await database.number("SELECT count(DISTINCT line_byte_position) FROM reject_errors");
  // One row can break several rules: a stray quote explains a wrong count of columns, which explains a wrong number.
  const [offsets, kinds, columns, texts] = await database.columns(
    `SELECT CAST(line_byte_position - 1 AS DOUBLE), arg_min(kind, weight), arg_min(coalesce(column_name, ''), weight),
            any_value(csv_line)
       FROM (SELECT *, CAST(error_type AS VARCHAR) AS kind,
                    CASE kind WHEN 'UNQUOTED VALUE' THEN 0 WHEN 'CAST' THEN 2 ELSE 1 END AS weight FROM reject_errors)
       GROUP BY line_byte_position ORDER BY line_byte_position LIMIT ${keptRows}`,
    ["float64", "text", "text", "text"],
  );
  await database.run("DROP TABLE reject_errors; DROP TABLE reject_scans");
  const rows: RefusedRow[] = texts.map((text, index) => ({ offset: offsets[index], text: text ?? "" }));
  const reasons = rows
    .slice(0, namedRows)
    .map(({ text }, index) =>
      reasonFor(kinds[index] ?? "", columns[index] ?? "", text.replace(/^\n+/, ""), layout),
    );
  return { count, rows, reasons };
}

/**
 * What DuckDB refused of a file, the first rows with their lines.
 *
 * Its own count of lines counts rows, once a quoted value holds a line end; its byte position is exact, so lines are
 * counted from there.
 */
export async function refusedRows(
  database: Database,
  file: string,
  bytes: Buffer,
  layout: DelimitedLayout,
): Promise<RefusedRows> {
  const { count, rows, reasons } = await takeRefused(database, layout);
  const bad = reasons.map((reason, index): BadRow => {
    return { file, line: lineAt(bytes, rows[index].offset), reason };
  });
  return { bad, count, rows };
}

function reasonFor(kind: string, column: string, line: string, layout: DelimitedLayout): string {
  const expected = layout.columns.length;
  const found = layout.quoted ? "" : `, found ${line.split(layout.delimiter).length}`;
  switch (kind) {
    case "MISSING COLUMNS":
      return `expected ${expected} columns${found || ", found fewer"}`;
    case "TOO MANY COLUMNS":
      return `expected ${expected} columns${found || ", found more"}`;
    case "CAST":
      return `${column} is not a number`;
    case "UNQUOTED VALUE":
      return `a stray quote in ${column}`;
    default:
      return kind.toLowerCase();
  }
}

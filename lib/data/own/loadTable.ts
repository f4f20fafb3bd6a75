import type { BadRows } from "../reading/badRows";
import type { Database } from "../reading/duckdb";
import { identifier, literal } from "../reading/duckdb";
import { describeLayout } from "../reading/delimitedLayout";
import { takeRefused, type Refusal } from "../reading/refusedRows";
import type { LoadedTable, RowProblem } from "./loadedTable";
import { mendText, type MendedText } from "./mendedText";
import { damaged } from "./damagedFile";
import { layoutOf, namedBadRows } from "./namedBadRows";
import type { TableFile } from "./tableFile";
import { rowsOf } from "./tableFile";

const strayQuote = "a quote that does not close, or closes too early";

/** Number of the problem that a row's id has been there before. */
export const repeated = 100;

/**
 * Makes a table of a file, one row a row of the file in its order, with a column `problem`: 0 for a good row.
 * Rows with a problem, and rows that DuckDB cannot take apart, are counted, and the first named with their line.
 *
 * @throws Error if more than 1 % of the rows are bad, or none is there.
 */
export async function loadTable(
  database: Database,
  table: string,
  file: TableFile,
  { columns, problems, unique }: LoadedTable,
  badRows: BadRows,
): Promise<void> {
  const name = identifier(table);
  const cases = problems.map(({ when }, index) => `WHEN ${when} THEN ${index + 1}`);
  const problem = `CAST(${cases.length > 0 ? `CASE ${cases.join(" ")} ELSE 0 END` : "0"} AS TINYINT)`;
  const selected = [...columns, { name: "problem", value: problem }]
    .map((column) => `${column.value} AS ${identifier(column.name)}`)
    .join(", ");
  const load = async (from: string): Promise<Refusal> => {
    const rows = rowsOf(file, "counting-refused", from);
    await database
      .run(`CREATE OR REPLACE TABLE ${name} AS SELECT ${selected} FROM ${rows}`)
      .catch(async (error) => {
        throw await damaged(file, error as Error);
      });
    return file.kind === "text" ? takeRefused(database, layoutOf(file)) : { count: 0, rows: [], reasons: [] };
  };
  let refusal = await load(file.path);
  let mended: MendedText | undefined;
  try {
    if (refusal.count > 0 && file.shape?.quoted) {
      mended = await mendText(file.path, file.shape);
      if (mended) refusal = await load(mended.path);
    }
    if (unique) {
      const { column } = unique;
      await database.run(
        `UPDATE ${name} SET problem = ${repeated} WHERE problem = 0 AND rowid NOT IN
           (SELECT min(rowid) FROM ${name} WHERE problem = 0 GROUP BY ${identifier(column)})`,
      );
    }
    const stray = (mended?.malformed ?? []).map((line) => ({ file: file.name, line, reason: strayQuote }));
    const rows = await database.number(`SELECT count(*) FROM ${name}`);
    const unfit = await database.number(`SELECT count(*) FROM ${name} WHERE problem > 0`);
    const count = unfit + refusal.count + stray.length;
    const expected = file.shape ? describeLayout(layoutOf(file)) : `rows with ${columnList(file)}`;
    if (rows + count === 0) throw new Error(`${file.name} has no rows: expected ${expected}.`);
    if (count === 0) return;
    const unfitRows = await namedBadRows(database, table, file, { problems, unique }, refusal, mended?.path);
    const named = [...unfitRows, ...stray].sort((one, other) => one.line - other.line);
    badRows.add(file.name, named, count, rows - unfit, expected);
  } finally {
    await mended?.dispose();
  }
}

const columnList = (file: TableFile): string =>
  file.columns
    .slice(0, 8)
    .map((column) => column.name)
    .join(", ");

/** What is wrong with an id: it is missing, or an open quote has swallowed rows into it. */
export function idProblems(column: string, text: string): readonly RowProblem[] {
  return [
    { when: `coalesce(trim(${text}), '') = ''`, reason: literal(`no ${column}`) },
    {
      when: `contains(${text}, chr(10))`,
      reason: literal(`a line end within ${column}, as after a quote that does not close`),
    },
  ];
}

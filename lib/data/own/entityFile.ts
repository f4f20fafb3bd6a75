import type { BadRows } from "../reading/badRows";
import type { Database } from "../reading/duckdb";
import { identifier } from "../reading/duckdb";
import { entityColumns } from "../reading/entityColumns";
import { idProblems, loadTable } from "./loadTable";
import type { TableFile } from "./tableFile";
import { asText } from "./tableFile";
import { noColumn } from "./textShape";
import { usualColumn } from "./usualNames";

/** What a file says of users or items: a value each, null where it says nothing, by column. */
export interface DescribedEntities {
  readonly file: string;
  readonly columns: ReadonlyMap<string, readonly (string | null)[]>;
  /** How many of the users or items it has a row for. */
  readonly described: number;
}

/** The column of ids: named as in the interactions, or under a usual name, or just "id". */
function idColumn(file: TableFile, kind: "user" | "item", stated: string | undefined, same: string): string {
  const names = file.columns.map((column) => column.name);
  const plainId = names.find((name) => name.toLowerCase() === "id");
  const found = [stated, same].find((name) => name !== undefined && names.includes(name));
  const name = found ?? usualColumn(kind, names) ?? plainId;
  if (name !== undefined) return name;
  throw noColumn(file.name, same, `the file of interactions (option columns.${kind})`, names);
}

/**
 * Reads the file that describes users or items. A second row for one id is bad, and the first is kept.
 *
 * @param same - The interactions' column of these ids.
 * @throws Error, one sentence, if the column of ids is not there, more than 1 % of its rows are bad, or none of its
 *   ids is one of the interactions'.
 */
export async function readEntityFile(
  database: Database,
  kind: "user" | "item",
  file: TableFile,
  stated: string | undefined,
  same: string,
  badRows: BadRows,
): Promise<DescribedEntities> {
  const id = idColumn(file, kind, stated, same);
  const others = file.columns.filter((column) => column.name !== id);
  const idText = asText(file.columns.find((column) => column.name === id) ?? { name: id, type: "VARCHAR" });
  // Column names are the file's own: a prefix keeps them apart from "problem".
  const loaded = [
    { name: "id", value: `trim(${idText})` },
    ...others.map((column) => ({ name: `of ${column.name}`, value: asText(column) })),
  ];
  const table = `${kind}_described`;
  const problems = idProblems(id, idText);
  await loadTable(
    database,
    table,
    file,
    { columns: loaded, problems, unique: { column: "id", called: id } },
    badRows,
  );
  await database.run(`DELETE FROM ${identifier(table)} WHERE problem > 0`);
  const described = await database.number(
    `SELECT count(*) FROM ${kind}_index JOIN ${identifier(table)} AS described ON described.id = ${kind}_index.id`,
  );
  if (described === 0) {
    const [[own], [theirs]] = await database.columns(
      `SELECT (SELECT min(id) FROM ${kind}_index), (SELECT min(id) FROM ${identifier(table)})`,
      ["text", "text"],
    );
    throw new Error(
      `No id in column ${id} of ${file.name} is one of the interactions' ${kind}s: it has ids such as "${theirs}", they have "${own}".`,
    );
  }
  const columns = others.map((column) => `of ${column.name}`);
  const values = columns.length > 0 ? await entityColumns(database, kind, table, "id", columns) : [];
  return {
    file: file.name,
    columns: new Map(others.map((column, index) => [column.name, values[index]])),
    described,
  };
}

import type { Database } from "./duckdb";
import { identifier } from "./duckdb";

/**
 * Columns of a table of users or items, one value a user or item index; null where the table has no row of that id.
 *
 * @param table - Has one row an id.
 * @param idColumn - The table's column of original ids.
 */
export async function entityColumns(
  database: Database,
  kind: "user" | "item",
  table: string,
  idColumn: string,
  columns: readonly string[],
): Promise<readonly (string | null)[][]> {
  const selected = columns.map((column) => `CAST(described.${identifier(column)} AS VARCHAR)`).join(", ");
  return database.columns(
    `SELECT ${selected} FROM ${kind}_index LEFT JOIN ${identifier(table)} AS described
       ON described.${identifier(idColumn)} = ${kind}_index.id ORDER BY ${kind}_index.position`,
    columns.map(() => "text" as const),
  );
}

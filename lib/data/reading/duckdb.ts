import type { DuckDBConnection } from "@duckdb/node-api";

/** What a column of a result becomes. */
export interface ColumnArrays {
  readonly int32: Int32Array;
  readonly float64: Float64Array;
  readonly text: (string | null)[];
}
export type ColumnKind = keyof ColumnArrays;

type ArraysOf<Kinds extends readonly ColumnKind[]> = { [Index in keyof Kinds]: ColumnArrays[Kinds[Index]] };

/** A DuckDB in memory, opened for one reading. */
export class Database {
  constructor(private readonly connection: DuckDBConnection) {}

  /** Runs statements that yield nothing. */
  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /**
   * Runs a query and returns its columns, each as one typed array (or an array of strings), filled chunk by chunk.
   *
   * The query must yield INTEGER, DOUBLE or VARCHAR columns to match `kinds`.
   */
  async columns<const Kinds extends readonly ColumnKind[]>(
    sql: string,
    kinds: Kinds,
  ): Promise<ArraysOf<Kinds>> {
    const result = await this.connection.run(sql);
    const chunks = await result.fetchAllChunks();
    const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
    const arrays = kinds.map((kind, column) => {
      const target = emptyArray(kind, rows);
      let start = 0;
      for (const chunk of chunks) {
        copyColumn(chunk.getColumnVector(column), chunk.rowCount, target, start);
        start += chunk.rowCount;
      }
      return target;
    });
    return arrays as unknown as ArraysOf<Kinds>;
  }

  /** The first column of a query's only row, a number. */
  async number(sql: string): Promise<number> {
    const [values] = await this.columns(`SELECT CAST(value AS DOUBLE) FROM (${sql}) AS one(value)`, [
      "float64",
    ]);
    return values[0];
  }
}

function emptyArray(kind: ColumnKind, length: number): Int32Array | Float64Array | (string | null)[] {
  if (kind === "int32") return new Int32Array(length);
  return kind === "float64" ? new Float64Array(length) : new Array<string | null>(length);
}

/** One loop for every kind of column: the values' types agree because the query's do. */
function copyColumn(
  vector: { getItem(index: number): unknown },
  count: number,
  target: Int32Array | Float64Array | (string | null)[],
  start: number,
): void {
  const values = target as Record<number, unknown>;
  for (let index = 0; index < count; index++) values[start + index] = vector.getItem(index);
}

/** Opens a database in memory for `work` and closes it after. DuckDB's native module loads here, at the first reading. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  // Without extensions from the network: everything used here is built in.
  const settings = { autoinstall_known_extensions: "false", autoload_known_extensions: "false" };
  const instance = await DuckDBInstance.create(":memory:", settings);
  try {
    const connection = await instance.connect();
    try {
      return await work(new Database(connection));
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

/** A string as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as a quoted SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

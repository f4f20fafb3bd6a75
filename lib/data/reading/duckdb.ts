import { promises as fs } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { DuckDBConnection, DuckDBDataChunk, DuckDBVector } from "@duckdb/node-api";

/** What a column of a result becomes. */
export interface ColumnArrays {
  readonly int32: Int32Array;
  readonly float64: Float64Array;
  readonly text: (string | null)[];
}
export type ColumnKind = keyof ColumnArrays;

type ArraysOf<Kinds extends readonly ColumnKind[]> = { [Index in keyof Kinds]: ColumnArrays[Kinds[Index]] };

/** DuckDB keeps what it reads below this and writes the rest to a temporary folder. */
const memoryLimit = "3GB";

/** Most rows of a chunk that DuckDB hands over at once. */
const chunkRows = 2048;

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
    const arrays = kinds.map((kind) => emptyArray(kind, rows));
    let start = 0;
    for (const chunk of chunks) {
      copyChunk(chunk, kinds, arrays, start);
      start += chunk.rowCount;
    }
    return arrays as unknown as ArraysOf<Kinds>;
  }

  /**
   * Runs a query and shows its rows to `visit` a chunk at a time, so that a result of any length takes no memory.
   *
   * The arrays are filled anew for each chunk: `count` of their places hold rows.
   */
  async scan<const Kinds extends readonly ColumnKind[]>(
    sql: string,
    kinds: Kinds,
    visit: (columns: ArraysOf<Kinds>, count: number) => void,
  ): Promise<void> {
    const result = await this.connection.stream(sql);
    const arrays = kinds.map((kind) => emptyArray(kind, chunkRows));
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return;
      copyChunk(chunk, kinds, arrays, 0);
      visit(arrays as unknown as ArraysOf<Kinds>, chunk.rowCount);
    }
  }

  /** The first column of a query's only row, a number. */
  async number(sql: string): Promise<number> {
    const [values] = await this.columns(`SELECT CAST(value AS DOUBLE) FROM (${sql}) AS one(value)`, [
      "float64",
    ]);
    return values[0];
  }

  /** Makes a table of one INTEGER column a name, from typed arrays of one length. */
  async createTable(table: string, columns: Readonly<Record<string, Int32Array>>): Promise<void> {
    const names = Object.keys(columns);
    await this.run(`CREATE TABLE ${table} (${names.map((name) => `${name} INTEGER`).join(", ")})`);
    const appender = await this.connection.createAppender(table);
    const arrays = Object.values(columns);
    for (let row = 0; row < arrays[0].length; row++) {
      for (const array of arrays) appender.appendInteger(array[row]);
      appender.endRow();
    }
    appender.closeSync();
  }
}

type AnyArray = ColumnArrays[ColumnKind];

function emptyArray(kind: ColumnKind, length: number): AnyArray {
  if (kind === "int32") return new Int32Array(length);
  return kind === "float64" ? new Float64Array(length) : new Array<string | null>(length);
}

function copyChunk(
  chunk: DuckDBDataChunk,
  kinds: readonly ColumnKind[],
  targets: readonly AnyArray[],
  start: number,
): void {
  kinds.forEach((kind, column) => {
    const vector = chunk.getColumnVector(column);
    copiers[kind](vector, chunk.rowCount, targets[column] as never, start);
  });
}

/** A loop of its own for every kind of column, so that each is compiled for one kind of vector and of array. */
const copiers: {
  [Kind in ColumnKind]: (
    vector: DuckDBVector,
    count: number,
    target: ColumnArrays[Kind],
    start: number,
  ) => void;
} = {
  int32(vector, count, target, start) {
    for (let index = 0; index < count; index++) target[start + index] = vector.getItem(index) as number;
  },
  float64(vector, count, target, start) {
    for (let index = 0; index < count; index++) target[start + index] = vector.getItem(index) as number;
  },
  text(vector, count, target, start) {
    for (let index = 0; index < count; index++) {
      target[start + index] = vector.getItem(index) as string | null;
    }
  },
};

/**
 * Opens a database in memory for `work` and closes it after. DuckDB's native module loads here, at the first reading.
 *
 * @param signal - Breaks off the statement that runs when it is raised.
 * @throws the signal's reason if it is raised.
 */
export async function withDatabase<T>(
  work: (database: Database) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const spill = path.join(os.tmpdir(), `longtail-duckdb-${process.pid}-${Date.now()}`);
  const instance = await DuckDBInstance.create(":memory:", {
    // Without extensions from the network: everything used here is built in.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    memory_limit: memoryLimit,
    temp_directory: spill,
  });
  try {
    const connection = await instance.connect();
    const interrupt = (): void => connection.interrupt();
    signal?.addEventListener("abort", interrupt);
    try {
      return await work(new Database(connection));
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener("abort", interrupt);
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
    await fs.rm(spill, { recursive: true, force: true });
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

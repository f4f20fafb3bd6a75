import { createHash } from "node:crypto";
import { createReadStream, promises as fs } from "node:fs";
import path from "node:path";
import type { Database } from "../reading/duckdb";
import { identifier, literal } from "../reading/duckdb";
import { damaged, type ReadFile } from "./damagedFile";
import { mustBeFile } from "./mustBeFile";
import { openPlainText } from "./plainTextFile";
import type { TextShape, TextShapeOptions } from "./textShape";
import { textShape } from "./textShape";

/** A column of a table file. */
export interface TableColumn {
  readonly name: string;
  /** DuckDB's type of it; text and JSON columns are VARCHAR. */
  readonly type: string;
}

/** A file that holds a table, opened: what DuckDB can read it by. */
export interface TableFile {
  /** Name of the file, without its folder. */
  readonly name: string;
  readonly kind: "text" | "json" | "parquet";
  /** Where what DuckDB reads lies. */
  readonly path: string;
  readonly size: number;
  /** SHA-256 of the file as it is, hexadecimal. */
  readonly sha256: string;
  readonly columns: readonly TableColumn[];
  /** Of a text. */
  readonly shape?: TextShape;
  dispose(): Promise<void>;
}

/** So much of a text decides how it is laid out. */
const sampleBytes = 1 << 18;

/**
 * Opens a file of a person's own. Text, JSON and Parquet are told apart by what is in them: many a file has another ending.
 *
 * @param said - The option that names it, for messages.
 * @throws Error, one sentence, if it is not there, a folder, empty, or of no kind that is known.
 */
export async function openTableFile(
  database: Database,
  file: string,
  said: string,
  options: TextShapeOptions,
  signal?: AbortSignal,
): Promise<TableFile> {
  await mustBeFile(file, said);
  const name = path.basename(file);
  const start = await firstBytes(file, 8);
  if (start.toString("latin1").startsWith("PAR1")) {
    const columns = await columnsOf(
      database,
      { name, kind: "parquet", path: file },
      `read_parquet(${literal(file)})`,
    );
    const { size } = await fs.stat(file);
    const sha256 = await sha256Of(file, signal);
    return { name, kind: "parquet", path: file, size, sha256, columns, dispose: () => Promise.resolve() };
  }
  if (start.toString("latin1").startsWith("PK\u0003\u0004")) {
    throw new Error(
      `${name} is a zip archive or an Excel workbook; unpack it, or save the sheet as CSV, and give that file.`,
    );
  }
  const text = await openPlainText(file, signal);
  try {
    const sample = await wholeLines(text.path, text.size);
    if (/^\s*[{[]/.test(sample)) {
      const json = { name, kind: "json", path: text.path } as const;
      const columns = await columnsOf(database, json, `read_json_auto(${literal(text.path)})`);
      return { ...text, name, kind: "json", columns: columns.map((each) => ({ ...each, type: "VARCHAR" })) };
    }
    if (sample.includes("\0")) {
      throw new Error(`${name} is no text; expected CSV, TSV, JSON lines or Parquet.`);
    }
    const shape = textShape(name, sample, options);
    const columns = shape.names.map((column) => ({ name: column, type: "VARCHAR" }));
    return { ...text, name, kind: "text", columns, shape };
  } catch (error) {
    await text.dispose();
    throw error;
  }
}

/** SQL that yields a file's rows in their order. All columns of text and JSON are VARCHAR. */
export function rowsOf(file: TableFile, reading: "counting-refused" | "again", from = file.path): string {
  if (file.kind === "parquet") return `read_parquet(${literal(from)})`;
  const types = file.columns.map(({ name }) => `${literal(name)}: 'VARCHAR'`).join(", ");
  if (!file.shape) return `read_json(${literal(from)}, columns={${types}}, format='auto')`;
  const { separator, quoted, backslashEscapes, hasHeader } = file.shape;
  const refused =
    reading === "counting-refused" ? "store_rejects=true, rejects_limit=0" : "ignore_errors=true";
  const escape = quoted ? (backslashEscapes ? "'\\'" : `'"'`) : "''";
  return `read_csv(${literal(from)}, delim=${literal(separator)}, quote=${quoted ? `'"'` : "''"},
    escape=${escape}, header=${hasHeader}, columns={${types}}, auto_detect=false, new_line='\\n', strict_mode=true, ${refused})`;
}

/** A column's values as text; lists and records of Parquet as JSON, whole numbers without a decimal point. */
export function asText({ name, type }: TableColumn): string {
  const column = identifier(name);
  if (type === "VARCHAR") return column;
  if (/\[\]$|^(?:STRUCT|MAP|LIST)/.test(type)) return `CAST(to_json(${column}) AS VARCHAR)`;
  if (type === "DOUBLE" || type === "FLOAT") {
    return `CASE WHEN ${column} = trunc(${column}) AND abs(${column}) < 1e15 THEN CAST(CAST(${column} AS BIGINT) AS VARCHAR) ELSE CAST(${column} AS VARCHAR) END`;
  }
  return `CAST(${column} AS VARCHAR)`;
}

async function firstBytes(file: string, count: number): Promise<Buffer> {
  const handle = await fs.open(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path.basename(file)} could not be read: ${error.code ?? error.message}.`);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The first lines of a text, without the one that the sample cuts through. */
async function wholeLines(file: string, size: number): Promise<string> {
  const sample = (await firstBytes(file, sampleBytes)).toString("utf8");
  const end = size > sampleBytes ? sample.lastIndexOf("\n") : -1;
  return end < 0 ? sample : sample.slice(0, end + 1);
}

async function sha256Of(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const block of createReadStream(file, { highWaterMark: 1 << 20, signal })) {
    hash.update(block as Buffer);
  }
  return hash.digest("hex");
}

async function columnsOf(database: Database, file: ReadFile, rows: string): Promise<readonly TableColumn[]> {
  const described = database.columns(
    `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${rows})`,
    ["text", "text"],
  );
  const [names, types] = await described.catch(async (error: Error) => {
    throw await damaged(file, error);
  });
  return names.map((name, index) => ({ name: String(name), type: String(types[index]) }));
}

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** A file that DuckDB reads, as far as its complaint is to be told. */
export interface ReadFile {
  readonly name: string;
  readonly kind: "text" | "json" | "parquet";
  readonly path: string;
}

/** DuckDB's complaint about a file as one sentence, without paths and advice; of JSON lines with the line. */
export async function damaged(file: ReadFile, error: Error): Promise<Error> {
  const line = file.kind === "json" ? await malformedLine(file.path) : undefined;
  const [first] = error.message.split("\n", 1);
  const reason = first
    .replace(/^[\w ]+ Error: /, "")
    .replace(/(?: in)? file "[^"]*"/, "")
    .replace(/, at byte.*/, ".");
  return new Error(
    `${file.name}${line === undefined ? "" : `, line ${line}`} could not be read: ${reason.trim()}`,
  );
}

/** The first line that is no JSON object; DuckDB's own count of lines is off by one. Undefined in a JSON list. */
async function malformedLine(file: string): Promise<number | undefined> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line += 1;
    if (line === 1 && text.trimStart().startsWith("[")) return undefined;
    if (text.trim() === "") continue;
    try {
      JSON.parse(text);
    } catch {
      return line;
    }
  }
  return undefined;
}

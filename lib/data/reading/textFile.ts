import { isUtf8 } from "node:buffer";
import { promises as fs } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A text file as UTF-8 with plain line ends, line for line the original. */
export interface TextFile {
  /** Where the text lies: the original, or a temporary copy where something had to be changed. */
  readonly path: string;
  readonly bytes: Buffer;
  /** Removes the temporary copy, if there is one. */
  dispose(): Promise<void>;
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const lineFeed = 0x0a;

/**
 * Opens a text file so that DuckDB can read it.
 *
 * Encoding: old data sets mix Latin-1 and UTF-8 in one file, so each LINE is taken as UTF-8 where it is valid
 * UTF-8, and otherwise as Windows-1252, the superset of Latin-1 that such files were written in. Quotes: where
 * `backslashEscapes` is set, `\"` inside a quoted value becomes `""`, the one escape DuckDB is then told of. The
 * count of lines never changes.
 */
export async function openTextFile(file: string, backslashEscapes: boolean): Promise<TextFile> {
  const original = await fs.readFile(file);
  const plain =
    isUtf8(original) &&
    !original.includes("\r") &&
    !original.subarray(0, 3).equals(byteOrderMark) &&
    !(backslashEscapes && original.includes("\\"));
  if (plain) return { path: file, bytes: original, dispose: () => Promise.resolve() };
  let text = decodeLines(original)
    .replace(/^\uFEFF/, "")
    .replaceAll("\r\n", "\n");
  if (backslashEscapes) text = doubleEscapedQuotes(text);
  return temporaryText(path.basename(file), text);
}

/** A text that DuckDB is to read but that is in no file yet. */
export async function temporaryText(name: string, text: string): Promise<TextFile> {
  const bytes = Buffer.from(text, "utf8");
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "longtail-"));
  const copy = path.join(folder, name);
  await fs.writeFile(copy, bytes);
  return { path: copy, bytes, dispose: () => fs.rm(folder, { recursive: true, force: true }) };
}

/** Text of bytes in which each line is UTF-8 or Windows-1252. */
export function decodeLines(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  const western = new TextDecoder("windows-1252");
  const lines: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(lineFeed, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    const line = bytes.subarray(start, end);
    lines.push(isUtf8(line) ? line.toString("utf8") : western.decode(line));
    start = end;
  }
  return lines.join("");
}

/**
 * `\"` to `""` and `\\` to `\`. A backslash before a quote that closes its value (the separator and the next value's
 * opening quote, or the line's end, follow) is a plain backslash: copies of Book-Crossing lost the quotes of titles such as `\Smoke\`.
 */
function doubleEscapedQuotes(text: string): string {
  return text.replace(/\\\\|\\"(?!;"(?!;|\n|$)|\n|$)/g, (escaped) => (escaped === "\\\\" ? "\\" : '""'));
}

import { createReadStream, createWriteStream, promises as fs } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StrayQuoteBlanker } from "../reading/strayQuotes";
import type { TextShape } from "./textShape";

/** A temporary copy of a text in which the lines whose quotes do not pair up are blank. */
export interface MendedText {
  readonly path: string;
  /** Numbers of those lines, from 1. */
  readonly malformed: readonly number[];
  /** Removes the copy. */
  dispose(): Promise<void>;
}

/** The text, a block of whole lines at a time, with the malformed lines blanked. */
async function* blanked(file: string, blanker: StrayQuoteBlanker): AsyncGenerator<string> {
  let rest = "";
  const blocks = createReadStream(file, { encoding: "utf8", highWaterMark: 1 << 22 });
  for await (const block of blocks) {
    const lines = (rest + (block as string)).split("\n");
    rest = lines.pop() ?? "";
    const decided = blanker.take(lines);
    if (decided.length > 0) yield `${decided.join("\n")}\n`;
  }
  yield blanker.take([rest]).concat(blanker.finish()).join("\n");
}

/**
 * Blanks the lines of a text, of any size, whose quotes do not pair up: one of them could make DuckDB take thousands of
 * rows after it for one value. Undefined where there are none.
 */
export async function mendText(
  file: string,
  { separator, backslashEscapes }: TextShape,
): Promise<MendedText | undefined> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "longtail-"));
  const dispose = (): Promise<void> => fs.rm(folder, { recursive: true, force: true });
  const copy = path.join(folder, "text");
  const blanker = new StrayQuoteBlanker(separator, backslashEscapes);
  try {
    await pipeline(Readable.from(blanked(file, blanker)), createWriteStream(copy));
    if (blanker.malformed.length > 0) return { path: copy, malformed: blanker.malformed, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
  await dispose();
  return undefined;
}

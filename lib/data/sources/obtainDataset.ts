import { createHash, randomBytes } from "node:crypto";
import { existsSync, promises as fs } from "node:fs";
import path from "node:path";
import type { ArchiveSource, FindOptions } from "./archiveSources";
import { archiveSources } from "./archiveSources";
import type { DatasetEntry } from "./catalogue";
import { layoutFiles, layoutsOf, missingFiles } from "./layoutFiles";
import { showLicence, showPassedOver } from "./notice";
import type { Origin } from "./origin";
import { recallOrigin, rememberOrigin } from "./origin";
import { safeUnzip } from "./safeUnzip";

/** A data set's files on this machine. */
export interface ObtainedDataset {
  readonly folder: string;
  readonly origin: Origin;
}

export interface ObtainOptions extends FindOptions {
  /** Folder that holds one folder a data set. */
  readonly directory: string;
  /** Folder of archives to look in before the network, or undefined. */
  readonly mirror: string | undefined;
}

/**
 * A data set's unpacked files: those already there, else from the first source that has them.
 *
 * Unpacks into a temporary folder that gets its name when it is whole, so a stop at any moment leaves nothing half-done.
 *
 * A mirror folder that is named and of no use is told of, also where a later source serves.
 *
 * @throws Error if no source has it: lists each and why.
 */
export async function obtainDataset(entry: DatasetEntry, options: ObtainOptions): Promise<ObtainedDataset> {
  const folder = path.join(options.directory, entry.name);
  const unpacked = await alreadyUnpacked(folder, entry);
  if (unpacked) return unpacked;
  const failures: string[] = [];
  const passedOver: string[] = [];
  for (const source of archiveSources(entry, options.mirror)) {
    options.signal?.throwIfAborted();
    try {
      const origin = await unpackFrom(source, entry, folder, options);
      for (const failure of passedOver) showPassedOver(entry, failure);
      showLicence(entry, origin.source);
      return { folder, origin };
    } catch (error) {
      options.signal?.throwIfAborted();
      const failure = `${source.title}: ${error instanceof Error ? error.message : String(error)}`;
      failures.push(failure);
      if (source.named) passedOver.push(failure);
    }
  }
  const hint = options.mirror
    ? `Put ${entry.name}.zip into the folder named by LONGTAIL_DATA_MIRROR, or unpack it into data/${entry.name}/.`
    : `Set LONGTAIL_DATA_MIRROR to a folder that holds ${entry.name}.zip, or unpack it into data/${entry.name}/.`;
  const list = failures.map((failure) => `\n  - ${failure}`).join("");
  throw new Error(`${entry.title} could not be had from any source:${list}\n${hint}`);
}

async function alreadyUnpacked(folder: string, entry: DatasetEntry): Promise<ObtainedDataset | undefined> {
  if (!existsSync(folder) || (await fs.readdir(folder)).length === 0) return undefined;
  const layout = layoutsOf(entry).find((each) => missingFiles(folder, each, entry.name).length === 0);
  if (!layout) {
    const missing = missingFiles(folder, entry.layout, entry.name).join(", ");
    throw new Error(
      `data/${entry.name} is there but lacks ${missing}: remove the folder and load the data set again.`,
    );
  }
  const remembered = await recallOrigin(folder, entry);
  if (remembered) return { folder, origin: remembered };
  // Unpacked by hand: no archive to check, so the interactions file stands for it.
  const [feedbackFile] = layoutFiles(layout, entry.name);
  const sha256 = createHash("sha256")
    .update(await fs.readFile(path.join(folder, feedbackFile)))
    .digest("hex");
  const source = `data/${entry.name}/${feedbackFile}, unpacked by hand`;
  return { folder, origin: { source, sha256, checksum: "unknown", layout, timeScope: entry.timeScope } };
}

async function unpackFrom(
  source: ArchiveSource,
  entry: DatasetEntry,
  folder: string,
  options: ObtainOptions,
): Promise<Origin> {
  await fs.mkdir(options.directory, { recursive: true });
  await removeAbandoned(options.directory, entry);
  // Beside the final place, so that the rename stays on one file system.
  const workshop = path.join(options.directory, `.${entry.name}-${randomBytes(6).toString("hex")}`);
  await fs.mkdir(workshop);
  try {
    const found = await source.find(workshop, options);
    const whole = path.join(workshop, "unpacked");
    await fs.mkdir(whole);
    const wanted = layoutFiles(found.origin.layout, entry.name);
    const only = found.folder
      ? (name: string): boolean => name.startsWith(`${found.folder}/${entry.name}.`)
      : undefined;
    await safeUnzip(found.file, whole, { only, signal: options.signal });
    const unpacked = await folderWith(whole, wanted);
    await rememberOrigin(unpacked, found.origin);
    await giveName(unpacked, folder, wanted);
    return found.origin;
  } finally {
    await fs.rm(workshop, { recursive: true, force: true });
  }
}

const abandonedAfter = 3_600_000;

/** Temporary folders of a program that was killed; a younger one may be another program's that still runs. */
async function removeAbandoned(directory: string, entry: DatasetEntry): Promise<void> {
  for (const name of await fs.readdir(directory)) {
    if (!name.startsWith(`.${entry.name}-`)) continue;
    const folder = path.join(directory, name);
    // It may vanish meanwhile: then whoever made it has finished.
    const made = await fs.stat(folder).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > abandonedAfter) {
      await fs.rm(folder, { recursive: true, force: true });
    }
  }
}

/** Archives differ in whether everything lies in a folder of their name: the folder that has the files, at any depth. */
async function folderWith(root: string, wanted: readonly string[]): Promise<string> {
  const present = (await fs.readdir(root, { withFileTypes: true })).map((entry) => ({
    name: entry.name,
    isFolder: entry.isDirectory(),
  }));
  const missing = wanted.filter((file) => !present.some((entry) => entry.name === file));
  if (missing.length === 0) return root;
  for (const { name, isFolder } of present) {
    if (!isFolder) continue;
    try {
      return await folderWith(path.join(root, name), wanted);
    } catch {
      // Another folder may have them.
    }
  }
  throw new Error(`the archive has no ${missing.join(", ")}`);
}

async function giveName(from: string, to: string, wanted: readonly string[]): Promise<void> {
  try {
    await fs.rename(from, to);
  } catch (error) {
    // Another process was faster: its files are as good.
    if (wanted.every((file) => existsSync(path.join(to, file)))) return;
    throw error;
  }
}

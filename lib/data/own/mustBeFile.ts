import { existsSync, promises as fs } from "node:fs";
import path from "node:path";
import { didYouMean } from "./nearestName";

/**
 * Checks that a path leads to a file.
 *
 * @param said - The option that names it, for messages.
 * @throws Error, one sentence: it is not there (with the nearest name that is), a folder, or not to be read.
 */
export async function mustBeFile(file: string, said: string): Promise<void> {
  const found = await fs.stat(file).catch((error: NodeJS.ErrnoException) => error);
  if (!(found instanceof Error)) {
    if (found.isFile()) return;
    throw new Error(`${said} names "${file}", which is a folder; name a file in it.`);
  }
  if (found.code !== "ENOENT" && found.code !== "ENOTDIR") {
    throw new Error(`${said} names "${file}", which could not be read: ${found.code ?? found.message}.`);
  }
  const folder = path.dirname(path.resolve(file));
  if (!existsSync(folder)) {
    throw new Error(`${said} names "${file}", but there is no folder ${folder}.`);
  }
  const hint = didYouMean(path.basename(file), await fs.readdir(folder).catch(() => []));
  throw new Error(`${said} names "${file}", but there is no such file in ${folder}${hint}`);
}

import fs from "node:fs/promises";
import path from "node:path";

/**
 * Writes a folder of files whole or not at all: under a temporary name beside its final place, then renamed. A folder
 * of that name that was written by this function before is replaced; anything else is left alone.
 *
 * @param files contents by file name; `marker` must be one of them and says what the folder is.
 * @throws when there is something else at `folder`, naming it.
 */
export async function writeFolder(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  marker: string,
): Promise<void> {
  const target = path.resolve(folder);
  const present = await fs.readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error.code === "ENOTDIR" ? new Error(`"${folder}" is a file; name a folder to write to.`) : error;
  });
  if (present && present.length > 0 && !present.includes(marker)) {
    throw new Error(`"${folder}" holds other files, which would be lost; name a new or an empty folder.`);
  }
  await fs.mkdir(path.dirname(target), { recursive: true });
  const partial = await fs.mkdtemp(`${target}.partial-`);
  try {
    for (const [name, content] of Object.entries(files))
      await fs.writeFile(path.join(partial, name), content);
    if (present) {
      const old = `${partial}.old`;
      await fs.rename(target, old);
      await fs.rename(partial, target);
      await fs.rm(old, { recursive: true });
    } else {
      await fs.rename(partial, target);
    }
  } catch (error) {
    await fs.rm(partial, { recursive: true, force: true });
    throw error;
  }
}

import { randomUUID } from "node:crypto";
import { promises as fs } from "node:fs";
import path from "node:path";

/** Marks the temporary name of a file that is being written. */
export const partialMark = ".partial-";

/**
 * Writes a file whole or not at all: under a temporary name beside it, then renamed, so that a reader sees the old
 * content or the new, whenever this process or the machine stops.
 *
 * @param chunks the content, part by part. @throws what the file system says, with nothing left behind.
 */
export async function writeFileWhole(file: string, chunks: readonly (string | Uint8Array)[]): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  // Not the process's id: in containers that share a folder many processes have the same.
  const partial = `${file}${partialMark}${randomUUID()}`;
  try {
    const handle = await fs.open(partial, "w");
    try {
      for (const chunk of chunks) await handle.writeFile(chunk);
      // Renamed before its bytes are on the disk, a file can be empty after a power failure.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(partial, file);
  } catch (error) {
    await fs.rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
}

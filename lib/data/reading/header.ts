import { promises as fs } from "node:fs";
import path from "node:path";
import { decodeLines } from "./textFile";

/** Longer first lines are not headers. */
const longest = 1 << 16;

/**
 * The column names in a file's first line.
 *
 * @param required - Names that must be among them.
 * @throws Error if the file is empty or lacks one: says what was expected and what was found.
 */
export async function readHeader(
  file: string,
  delimiter: string,
  required: readonly string[],
): Promise<readonly string[]> {
  const name = path.basename(file);
  const handle = await fs.open(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${name} could not be read: ${error.code ?? error.message}.`);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(longest), 0, longest, 0);
    const [line] = decodeLines(buffer.subarray(0, bytesRead)).split(/\r?\n/, 1);
    const found = line
      .replace(/^\uFEFF/, "")
      .split(delimiter)
      .map((column) => column.trim().replace(/^"(.*)"$/, "$1"));
    const expected = `expected a first line with the columns ${required.join(", ")}`;
    if (line.trim() === "") throw new Error(`${name} is empty: ${expected}, found nothing.`);
    const missing = required.filter((column) => !found.includes(column));
    if (missing.length > 0) {
      throw new Error(
        `${name} lacks the column ${missing.join(", ")}: ${expected}, found ${found.join(", ")}.`,
      );
    }
    return found;
  } finally {
    await handle.close();
  }
}

import type * as Schemas from "./schemas";
import { promises as fs } from "node:fs";
import path from "node:path";
import type { TimeScope } from "../interactions";
import type { Provenance } from "../provenance";
import type { DatasetEntry, Layout } from "./catalogue";

/** Where an unpacked data set came from; remembered beside its files in source.json. */
export interface Origin {
  /** An address, an archive's file name or a package; never an absolute path. */
  readonly source: string;
  /** SHA-256 of the archive, hexadecimal: computed when it was unpacked. */
  readonly sha256: string;
  readonly checksum: Provenance["checksum"];
  readonly layout: Layout;
  readonly timeScope: TimeScope;
  /** What is known of this copy, where it is not the publisher's own. */
  readonly note?: string;
}

const fileName = "source.json";

/** Writes source.json into a folder that is about to get its name. */
export async function rememberOrigin(folder: string, origin: Origin): Promise<void> {
  await fs.writeFile(path.join(folder, fileName), `${JSON.stringify(origin, null, 2)}\n`);
}

/**
 * Reads source.json back; undefined if there is none (a data set unpacked by hand).
 *
 * @throws Error if it is there and unreadable.
 */
export async function recallOrigin(folder: string, entry: DatasetEntry): Promise<Origin | undefined> {
  let text: string;
  try {
    text = await fs.readFile(path.join(folder, fileName), "utf8");
  } catch {
    return undefined;
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- lazy; the kernel loads TypeScript by require
  const { originSchema } = require("./schemas") as typeof Schemas;
  let parsed: ReturnType<typeof originSchema.safeParse> | undefined;
  try {
    parsed = originSchema.safeParse(JSON.parse(text));
  } catch {
    // Not JSON: told below like every other damage.
  }
  if (!parsed?.success) {
    throw new Error(
      `data/${entry.name}/${fileName} is damaged: remove the folder data/${entry.name} and load the data set again.`,
    );
  }
  // By way of unknown, for the same reason as in catalogue.ts.
  const checked: unknown = parsed.data;
  return checked as Origin;
}

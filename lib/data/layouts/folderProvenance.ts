import { createHash } from "node:crypto";
import { promises as fs } from "node:fs";
import path from "node:path";
import type { Provenance } from "../provenance";

/** Where the rows came from: the part of a provenance that a reader cannot see in the files. */
export type ReadingOrigin = Pick<Provenance, "source" | "sha256" | "checksum" | "licence" | "note">;

/** What can be said of files read straight from a folder: their name and the feedback file's checksum. */
export async function folderProvenance(folder: string, feedbackFile: string): Promise<ReadingOrigin> {
  const bytes = await fs.readFile(path.join(folder, feedbackFile));
  return {
    source: `folder ${path.basename(path.resolve(folder))}, ${feedbackFile}`,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    checksum: "unknown",
    licence: "Not known: read from a folder that data/catalog.json does not list.",
  };
}

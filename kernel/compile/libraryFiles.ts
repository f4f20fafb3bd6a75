import { readdirSync, statSync } from "node:fs";
import { join, sep } from "node:path";

/** What became of a file since it was looked at last. */
export interface FileChange {
  readonly path: string;
  readonly kind: "changed" | "made" | "deleted";
}

/** The files of a folder of source code, and which of them changed since the last look. */
export class LibraryFiles {
  readonly #folder: string;
  #seen: Map<string, string>;

  constructor(folder: string) {
    this.#folder = folder;
    this.#seen = stamps(folder);
  }

  /** The files changed, made or deleted since the last call; a look costs a stat a file. */
  changes(): readonly FileChange[] {
    const now = stamps(this.#folder);
    const changes: FileChange[] = [];
    for (const [path, stamp] of now) {
      const before = this.#seen.get(path);
      if (before === undefined) changes.push({ path, kind: "made" });
      else if (before !== stamp) changes.push({ path, kind: "changed" });
    }
    for (const path of this.#seen.keys()) if (!now.has(path)) changes.push({ path, kind: "deleted" });
    this.#seen = now;
    return changes;
  }

  /** Whether a loaded module is one of these files. */
  holds(path: string): boolean {
    return path.startsWith(this.#folder + sep);
  }
}

/** Time and size of every file below a folder; a folder that is not there has none. */
function stamps(folder: string, found = new Map<string, string>()): Map<string, string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) stamps(path, found);
    else if (/\.(?:[cm]?[jt]sx?|json)$/.test(entry.name)) {
      const status = statSync(path, { throwIfNoEntry: false, bigint: true });
      if (status) found.set(path, `${status.mtimeNs}:${status.size}:${status.ino}`);
    }
  }
  return found;
}

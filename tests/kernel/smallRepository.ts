import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../temporaryFolder";
import { repository } from "./notebookClient";

/**
 * A repository like this one, with the same kernel and a library of a few lines that a test may edit: its folder, and
 * how to write a file of it.
 */
export class SmallRepository {
  readonly root = temporaryFolder();

  /** @param files texts by path below the repository's root; lib/host/ is this repository's own */
  constructor(files: Readonly<Record<string, string>>) {
    for (const path of ["kernel", "lib/host", "package.json", "tsconfig.json"]) {
      cpSync(join(repository, path), join(this.root, path), { recursive: true });
    }
    const modules = join(this.root, "node_modules");
    mkdirSync(modules);
    for (const name of readdirSync(join(repository, "node_modules"))) {
      if (name !== "longtail") symlinkSync(join(repository, "node_modules", name), join(modules, name));
    }
    symlinkSync("../lib", join(modules, "longtail"));
    this.write("lib/package.json", '{"name": "longtail", "main": "index.ts", "types": "index.ts"}');
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

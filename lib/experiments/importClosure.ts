import path from "node:path";
import { sha256 } from "./canonicalJson";
import { lexerReady, moduleSource, type ModuleImport, type ModuleReader } from "./moduleImports";

/** The folder of the library's sources. */
export const libraryFolder = path.resolve(__dirname, "..");

/** Where a closure starts: names of a file, or all of it. */
export interface ClosureEntry {
  /** Path in the library's folder, such as "methods/index.ts". */
  readonly file: string;
  readonly names: readonly string[] | "all";
}

/** Source files that something depends on, and one hash of all. */
export interface ImportClosure {
  /** Paths in the library's folder, sorted. */
  readonly files: readonly string[];
  readonly sha256: string;
}

/** By the house rule an index.ts only re-exports: it can be seen through. */
const isIndex = (file: string): boolean => path.basename(file) === "index.ts";

/** The re-export of an index through which a name comes; undefined where there is none. */
function providerOf(
  index: string,
  name: string,
  read: ModuleReader,
): { readonly file: string; readonly name: string } | undefined {
  for (const { file, names, reexport } of moduleSource(index).imports) {
    if (!reexport) continue;
    const local = names === "all" ? name : names.get(name);
    if (local === undefined) continue;
    if (isIndex(file) ? providerOf(file, local, read) : names !== "all" || read(file).exports.has(local)) {
      return { file, name: local };
    }
  }
  return undefined;
}

/**
 * The source files of the library that the entries depend on at run time, themselves among them, by relative imports.
 *
 * Through an index only the files of the names that are imported are followed, so that a method does not depend on a
 * room's other files. A name that cannot be found pulls the whole index in. Types and packages do not count.
 *
 * @param read how a file is read. Default: as it was when this module first read it, which is what runs.
 */
export async function importClosure(
  entries: readonly ClosureEntry[],
  folder: string = libraryFolder,
  read: ModuleReader = moduleSource,
): Promise<ImportClosure> {
  await lexerReady;
  const hashed = new Map<string, string>();
  const seen = new Set<string>();
  const follow = ({ file, names }: Pick<ModuleImport, "file" | "names">): void => {
    if (!isIndex(file)) {
      if (hashed.has(file)) return;
      const { sha256: hash, imports } = read(file);
      hashed.set(file, hash);
      imports.forEach(follow);
      return;
    }
    const wanted = names === "all" ? ["*"] : names.values();
    for (const name of wanted) {
      if (seen.has(`${file} ${name}`)) continue;
      seen.add(`${file} ${name}`);
      const provider = name === "*" ? undefined : providerOf(file, name, read);
      if (provider) follow({ file: provider.file, names: new Map([[provider.name, provider.name]]) });
      else read(file).imports.forEach(follow);
    }
  };
  for (const { file, names } of entries) {
    const wanted = names === "all" ? names : new Map(names.map((name) => [name, name]));
    follow({ file: path.join(folder, file), names: wanted });
  }
  const lines = [...hashed].map(([file, hash]) => [
    path.relative(folder, file).split(path.sep).join("/"),
    hash,
  ]);
  lines.sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    files: lines.map(([file]) => file),
    sha256: sha256(lines.map((line) => line.join("\0")).join("\n")),
  };
}

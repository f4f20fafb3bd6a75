import { methodNamed, registered } from "../methods";
import type { Method } from "../training";
import { canonicalJson, sha256 } from "./canonicalJson";
import { importClosure, libraryFolder, type ClosureEntry } from "./importClosure";
import { moduleSource, type ModuleReader } from "./moduleImports";
import type { RunCode } from "./runRecord";

/** What every run depends on beside its method: how a positive gets its rank. */
const ranking: ClosureEntry = { file: "evaluation/index.ts", names: ["rank"] };

/** All that a method of a notebook could call: every room up to the methods. */
const rooms = [
  "engine",
  "random",
  "splitting",
  "evaluation",
  "curriculum",
  "losses",
  "models",
  "training",
  "methods",
];
const everything: readonly ClosureEntry[] = rooms.map((room) => ({ file: `${room}/index.ts`, names: "all" }));

/** Whether a method is the workbook's own under its name and options, and not one that a notebook calls the same. */
export function isOfLibrary({ name, options, fit }: Method): boolean {
  try {
    const own: Method = methodNamed(name, options);
    return fit.toString() === own.fit.toString() && canonicalJson(own.options) === canonicalJson(options);
  } catch {
    return false;
  }
}

/**
 * Hash of the code that a method's result depends on.
 *
 * Of a method of the workbook: the sources of lib/ that it imports, directly or not, and those that rank. Of a
 * notebook's own: the text of its `fit` and all of lib/ that it could call; functions and values of the notebook that
 * `fit` uses are not seen, so change an option with them.
 *
 * @param read how a source file is read. Default: as it was when it was loaded, which is what runs.
 */
export async function methodCode(
  method: Method,
  read: ModuleReader = moduleSource,
): Promise<Pick<RunCode, "kind" | "sha256" | "files">> {
  if (!isOfLibrary(method)) {
    const { files, sha256: library } = await importClosure(everything, libraryFolder, read);
    return { kind: "notebook", sha256: sha256(`${library}\n${method.fit.toString()}`), files: files.length };
  }
  const create = (registered(method.name).create as { readonly name: string }).name;
  const { files, sha256: hash } = await importClosure(
    [{ file: "methods/index.ts", names: [create] }, ranking],
    libraryFolder,
    read,
  );
  return { kind: "library", sha256: hash, files: files.length };
}

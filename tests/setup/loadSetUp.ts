import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The checkout that the tests run in. */
export const root = join(__dirname, "..", "..");

/**
 * Loads a file of setup/. Those are plain .mjs files, checked by a tsconfig of their own, which this one does not
 * see; the caller says what it expects.
 */
export async function loadSetUp<Module>(file: string): Promise<Module> {
  return (await import(pathToFileURL(join(root, "setup", file)).href)) as Module;
}

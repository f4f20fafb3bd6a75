import { existsSync } from "node:fs";
import { join } from "node:path";

/** The package.json of an installed package, looked for where `require` looks. */
export function findPackageManifest(require: NodeJS.Require, packageName: string): string | undefined {
  return (require.resolve.paths(packageName) ?? [])
    .map((folder) => join(folder, packageName, "package.json"))
    .find((path) => existsSync(path));
}

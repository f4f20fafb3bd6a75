import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findPackageManifest } from "./findPackageManifest";
import { exports as resolveExports } from "resolve.exports";

/**
 * A `require` for cells that also loads packages which offer themselves to `import` alone. Node (20.19 and newer) can
 * require() an ES module, but looks it up under the conditions for require, and such a package has no entry there.
 */
export function requireAnyModule(require: NodeJS.Require): NodeJS.Require {
  return new Proxy(require, {
    apply: (_target, _this, [name]: [string]): unknown => {
      try {
        return require(name);
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException | undefined)?.code !== "ERR_PACKAGE_PATH_NOT_EXPORTED")
          throw thrown;
        const entry = importEntry(require, name);
        if (entry === undefined) throw thrown;
        return require(entry);
      }
    },
  });
}

/** The file that `import` would load for a package's name or a path in it. */
function importEntry(require: NodeJS.Require, name: string): string | undefined {
  const [packageName, subpath] = /^(@[^/]+\/[^/]+|[^/]+)(\/.*)?$/.exec(name)?.slice(1) ?? [];
  const manifest = packageName === undefined ? undefined : findPackageManifest(require, packageName);
  if (manifest === undefined) return undefined;
  const fields = JSON.parse(readFileSync(manifest, "utf8")) as { name: string };
  const entry = resolveExports(fields, `.${subpath ?? ""}`)?.[0];
  return entry === undefined ? undefined : join(dirname(manifest), entry);
}

import type { FileChange } from "../compile/libraryFiles";

/**
 * Drops changed files of the library from the module cache, with every file of the library that loads one of them,
 * directly or through others, so that the next import runs the new code everywhere. Files that nothing changed for stay
 * loaded: their classes and their state remain the ones that the notebook's variables were made with.
 *
 * @param holds whether a loaded file belongs to the library
 */
export function forgetModules(changes: readonly FileChange[], holds: (path: string) => boolean): void {
  if (changes.length === 0) return;
  const loaded = Object.values(require.cache).filter(
    (module): module is NodeModule => module !== undefined && holds(module.filename),
  );
  // A new file may shadow an old one (a.ts beside a/index.ts), which the module graph cannot tell: all is dropped then.
  const stale = changes.some((change) => change.kind === "made")
    ? new Set(loaded)
    : new Set(loaded.filter((module) => changes.some((change) => change.path === module.filename)));
  for (let before = -1; before !== stale.size;) {
    before = stale.size;
    for (const module of loaded) if (module.children.some((child) => stale.has(child))) stale.add(module);
  }
  for (const module of stale) delete require.cache[module.filename];
}

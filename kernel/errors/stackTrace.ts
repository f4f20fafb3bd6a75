import { findSourceMap } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { CompiledCells } from "./compiledCells";

/**
 * Makes every error's `stack` read as the notebook's reader knows the code: a cell's own lines ("Cell 3, line 2"), the
 * library's TypeScript lines relative to the repository, and no frames of the kernel, its tools or Node itself.
 */
export function installStackTraces(cells: CompiledCells, root: string): void {
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.map((site) => describe(site, cells, root)).filter((frame) => frame !== undefined);
    return [header(error), ...frames.map((frame) => `    at ${frame}`)].join("\n");
  };
}

function header(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

/** One frame as a reader should see it, or nothing where it is not the reader's. */
function describe(site: NodeJS.CallSite, cells: CompiledCells, root: string): string | undefined {
  const name = site.getFileName() ?? undefined;
  if (name === undefined) return site.isNative() || site.isEval() ? undefined : textOf(site);
  const file = name.startsWith("file:") ? fileURLToPath(name) : name;
  if (file.startsWith("node:") || isMachinery(file, root)) return undefined;
  const line = site.getLineNumber() ?? 1;
  const column = site.getColumnNumber() ?? 1;
  const place = locate(file, line, column, cells, root);
  if (place === undefined) return undefined;
  const text = textOf(site);
  const compiled = `${name}:${line}:${column}`;
  // The wrapper that a cell runs in is no function of the reader's.
  const inCell = cells.get(file) !== undefined && isWrapper(site);
  return inCell || !text.includes(compiled) ? place : text.replace(compiled, () => place);
}

/** The engine's own text for a frame; the types do not say that a frame has one. */
const textOf = (site: { toString(): string }): string => site.toString();

const isWrapper = (site: NodeJS.CallSite): boolean =>
  !site.getFunctionName() && !site.isConstructor() && site.isToplevel();

function locate(
  file: string,
  line: number,
  column: number,
  cells: CompiledCells,
  root: string,
): string | undefined {
  const cell = cells.get(file);
  if (cell) {
    const at = cell.position(line - 1, column - 1);
    return at && `Cell ${cell.number}, line ${at.line}, column ${at.column}`;
  }
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
  const mapped = entry && "originalLine" in entry;
  const path = file.startsWith(root + sep) ? file.slice(root.length + 1) : file;
  return mapped
    ? `${path}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
    : `${path}:${line}:${column}`;
}

/** Whether a file belongs to the kernel or to a tool under it. */
function isMachinery(file: string, root: string): boolean {
  return (
    file.startsWith(join(root, "kernel") + sep) || /\/node_modules\/(?:tslab|@tslab|tsx|esbuild)\//.test(file)
  );
}

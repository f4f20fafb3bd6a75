import { SourceMap, type SourceMapPayload } from "node:module";
import { lens } from "./installedLens"; // before tslab
import { createConverter, isCompleteCode, type CompletionInfo, type Diagnostic } from "tslab/dist/converter";
import type { FileChange } from "./libraryFiles";
import { printQuickInfo } from "tslab/dist/inspect";

/** A line and a column of a cell, both counted from one. */
export interface CellPosition {
  readonly line: number;
  readonly column: number;
}

/** A cell as JavaScript, ready to run. */
export interface CompiledCell {
  /** Body of a function of `exports` and `require`; undefined where the cell does nothing at run time. */
  readonly javascript: string | undefined;
  readonly usesAwait: boolean;
  /** The name under which the code exports the value of its last expression. */
  readonly lastExpression: string | undefined;
  /** The declarations that the next cell sees if this one runs to its end. */
  readonly declarations: string;
  /** Where in the cell a position of `javascript` (both counted from zero) comes from. */
  position(line: number, column: number): CellPosition | undefined;
}

/** Either the compiled cell or what is wrong with it. */
export type Compilation =
  | { readonly cell: CompiledCell; readonly diagnostics?: undefined }
  | { readonly diagnostics: readonly Diagnostic[]; readonly cell?: undefined };

/** tslab's converter, with the source maps that the lens keeps. */
export class Compiler {
  readonly #converter = createConverter({ isJS: false, isBrowser: false });

  /** Compiles a cell that follows cells which left `declarations` behind. */
  compile(declarations: string, source: string): Compilation {
    const converted = this.#converter.convert(declarations, source);
    if (converted.diagnostics.length > 0) return { diagnostics: converted.diagnostics };
    const { typescript, javascript } = lens.maps;
    let maps: readonly (SourceMap | undefined)[] | undefined;
    return {
      cell: {
        javascript: converted.output || undefined,
        usesAwait: converted.hasToplevelAwait ?? false,
        lastExpression: converted.lastExpressionVar,
        declarations: converted.declOutput ?? "",
        // Most cells never fail, so the maps are read when the first position is asked for.
        position: (line, column) => trace((maps ??= [parse(javascript), parse(typescript)]), line, column),
      },
    };
  }

  /** What may follow at `offset` (in UTF-16 units) of a cell. */
  complete(declarations: string, source: string, offset: number): CompletionInfo {
    return this.#converter.complete(declarations, source, offset);
  }

  /** What the compiler knows of the name at `offset` (in UTF-16 units) of a cell, as text. */
  inspect(declarations: string, source: string, offset: number): string | undefined {
    const info = this.#converter.inspect(declarations, source, offset) as QuickInfo | undefined;
    return info && printQuickInfo(info);
  }

  /** Whether a cell's text could be run as it is; if not, how far its next line is indented. */
  isComplete(source: string): { readonly completed: boolean; readonly indent?: string } {
    return isCompleteCode(source);
  }

  /** Tells the compiler what changed on disk. */
  fileChanged({ path, kind }: FileChange): void {
    lens.fileChanged(path, kind);
  }

  close(): void {
    this.#converter.close();
  }
}

type QuickInfo = Parameters<typeof printQuickInfo>[0];

const parse = (map: string | undefined): SourceMap | undefined =>
  map === undefined ? undefined : new SourceMap(JSON.parse(map) as SourceMapPayload);

/** Follows a position back through the maps; the converter puts one line (`export {};`) before the cell's text. */
function trace(
  maps: readonly (SourceMap | undefined)[],
  line: number,
  column: number,
): CellPosition | undefined {
  let at = { line, column };
  for (const map of maps) {
    const entry = map?.findEntry(at.line, at.column);
    if (!entry || !("originalLine" in entry)) return undefined;
    at = { line: entry.originalLine, column: entry.originalColumn };
  }
  return at.line < 1 ? undefined : { line: at.line, column: at.column + 1 };
}

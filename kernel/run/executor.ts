import { createRequire } from "node:module";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import type { Compiler, CompiledCell } from "../compile/compiler";
import { keptDeclarations } from "../compile/keptDeclarations";
import type { FileChange, LibraryFiles } from "../compile/libraryFiles";
import { CompileError } from "../errors/compileError";
import type { CompiledCells } from "../errors/compiledCells";
import { displayBundle } from "../show/displayBundle";
import type { Cell } from "./cell";
import type { CurrentCell } from "./currentCell";
import { forgetModules } from "./forgetModules";
import { Interrupted } from "./interrupted";
import { requireAnyModule } from "./requireAnyModule";
import { NotebookScope } from "./notebookScope";

/** What the executor works with. */
export interface ExecutorParts {
  readonly root: string;
  readonly compiler: Compiler;
  readonly library: LibraryFiles;
  readonly cells: CompiledCells;
  readonly current: CurrentCell;
}

const scopeKey = "longtail.cell";

/** Compiles and runs cells, one after the other, in one scope. */
export class Executor {
  readonly scope = new NotebookScope();
  readonly #parts: ExecutorParts;
  /** Changes of the library that no import has taken up yet. */
  #pending: FileChange[] = [];

  constructor(parts: ExecutorParts) {
    this.#parts = parts;
    const require = requireAnyModule(createRequire(join(parts.root, "notebook.ts")));
    (globalThis as Record<symbol, unknown>)[Symbol.for(scopeKey)] = { exports: this.scope.exports, require };
  }

  /** Runs a cell to its end and shows its value. Rejects with what it threw, a CompileError or Interrupted. */
  async run(cell: Cell): Promise<void> {
    this.#takeUpChanges();
    const { cell: compiled, diagnostics } = this.#parts.compiler.compile(
      this.scope.declarations,
      cell.source,
    );
    if (!compiled) throw new CompileError(diagnostics, cell.number, cell.source);
    this.scope.begin();
    try {
      await this.#parts.current.run(cell, () => this.#runCompiled(cell, compiled));
      this.scope.declarations = compiled.declarations;
    } catch (thrown) {
      const given = this.scope.settleFailure();
      this.scope.declarations = keptDeclarations(this.scope.declarations, compiled.declarations, given);
      throw thrown;
    }
  }

  /** Tells the compiler what changed on disk, so that completion, too, knows the library as it is now. */
  #takeUpChanges(): void {
    for (const change of this.#parts.library.changes()) {
      this.#parts.compiler.fileChanged(change);
      this.#pending.push(change);
    }
  }

  async #runCompiled(cell: Cell, compiled: CompiledCell): Promise<void> {
    if (compiled.javascript !== undefined) {
      if (compiled.javascript.includes("require(")) {
        forgetModules(this.#pending.splice(0), (path) => this.#parts.library.holds(path));
      }
      const finished = this.#start(cell, compiled, compiled.javascript);
      if (compiled.usesAwait) await Promise.race([finished, cell.stopped]);
      const value =
        compiled.lastExpression === undefined ? undefined : this.scope.take(compiled.lastExpression);
      if (value !== undefined) cell.result(await Promise.race([displayBundle(value), cell.stopped]));
    }
    // One turn of the event loop, in which a rejection that nobody awaits is told while its cell is still the running one.
    await new Promise((resolve) => setImmediate(resolve));
    cell.signal.throwIfAborted();
  }

  /** Starts the compiled code; for a cell without `await` it has also ended when this returns. */
  #start(cell: Cell, compiled: CompiledCell, javascript: string): unknown {
    const lines = javascript.split("\n").length;
    const filename = this.#parts.cells.add({
      number: cell.number,
      source: cell.source,
      // The line after the last is the wrapper's call, no line of the reader's.
      position: (line, column) => (line < lines ? compiled.position(line, column) : undefined),
    });
    const wrapped = [
      `(${compiled.usesAwait ? "async " : ""}function (exports, require) {`,
      javascript,
      `}).call(undefined, globalThis[Symbol.for("${scopeKey}")].exports, globalThis[Symbol.for("${scopeKey}")].require)`,
    ].join("\n");
    try {
      // A function around the code lets it run fast, and lets a later cell declare the same names again.
      return runInThisContext(wrapped, {
        filename,
        lineOffset: -1,
        displayErrors: false,
        breakOnSigint: true,
      });
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException | undefined)?.code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED")
        throw thrown;
      // Node's own handler took the signal while the code was busy, so the kernel's was not called.
      this.#parts.current.stop();
      throw new Interrupted();
    }
  }
}

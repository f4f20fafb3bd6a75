import { createRequire } from "node:module";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import type { Compiler, CompiledCell } from "../compile/compiler";
import { loopCheck } from "../compile/interruptibleLoops";
import { keptDeclarations } from "../compile/keptDeclarations";
import type { FileChange, LibraryFiles } from "../compile/libraryFiles";
import { CompileError } from "../errors/compileError";
import type { CompiledCells } from "../errors/compiledCells";
import { displayBundle } from "../show/displayBundle";
import type { Watch } from "../watch/watch";
import type { Cell } from "./cell";
import type { CurrentCell } from "./currentCell";
import { forgetModules } from "./forgetModules";
import { Interrupted } from "./interrupted";
import { requireAnyModule } from "./requireAnyModule";
import { NotebookScope } from "./notebookScope";
import { noteTensorScopes } from "./tensorScopes";

/** What the executor works with. */
export interface ExecutorParts {
  readonly root: string;
  readonly compiler: Compiler;
  readonly library: LibraryFiles;
  readonly cells: CompiledCells;
  readonly current: CurrentCell;
  readonly watch: Watch;
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
    (globalThis as Record<symbol, unknown>)[Symbol.for(scopeKey)] = {
      exports: this.scope.exports,
      require,
      stopIfInterrupted: parts.watch.stopIfInterrupted,
    };
  }

  /** Runs a cell to its end and shows its value. Rejects with what it threw, a CompileError or Interrupted. */
  async run(cell: Cell): Promise<void> {
    await this.#parts.current.run(cell, async () => {
      const compiled = this.#compile(cell);
      // A signal that came meanwhile is delivered now; starting a script would drop it.
      await turn();
      cell.signal.throwIfAborted();
      this.scope.begin();
      try {
        await this.#runCompiled(cell, compiled);
        this.scope.declarations = compiled.declarations;
      } catch (thrown) {
        const given = this.scope.settleFailure();
        this.scope.declarations = keptDeclarations(this.scope.declarations, compiled.declarations, given);
        throw thrown;
      } finally {
        await turn();
      }
    });
  }

  #compile(cell: Cell): CompiledCell {
    this.#takeUpChanges();
    const { cell: compiled, diagnostics } = this.#parts.compiler.compile(
      this.scope.declarations,
      cell.source,
    );
    if (!compiled) throw new CompileError(diagnostics, cell.number, cell.source);
    return compiled;
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
      `(({ exports, require, stopIfInterrupted: ${loopCheck} }) => (${compiled.usesAwait ? "async " : ""}function () {`,
      javascript,
      `}).call(undefined))(globalThis[Symbol.for("${scopeKey}")])`,
    ].join("\n");
    const endTensorScopes = noteTensorScopes();
    try {
      // A function around the code lets it run fast, and lets a later cell declare the same names again. Node's own watch
      // for SIGINT ends any code at once, but a signal that comes just as the watch is taken away is lost. A cell without
      // `await` has ended by then; one that goes on awaiting must not miss it and has the checks in its loops instead.
      const breakOnSigint = !compiled.usesAwait;
      return runInThisContext(wrapped, { filename, lineOffset: -1, displayErrors: false, breakOnSigint });
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException | undefined)?.code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED")
        throw thrown;
      endTensorScopes();
      // Node's own handler took the signal while the code was busy, so the kernel's was not called.
      this.#parts.current.stop();
      throw new Interrupted();
    }
  }
}

/**
 * A whole turn of the event loop (from one check phase to the next). In it a rejection that nobody awaits is told, and a
 * signal is delivered that a busy cell held up, while the cell is still the running one.
 */
async function turn(): Promise<void> {
  for (let phase = 0; phase < 2; phase++) await new Promise((resolve) => setImmediate(resolve));
}

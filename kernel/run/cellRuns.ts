import { readFileSync, statSync } from "node:fs";
import type { NotebookRun } from "../../lib/host/host";

/** One execution of a cell. */
interface CellRun {
  /** The cell's id where the client names it; else one of its own, as if each execution were another cell. */
  readonly cell: string;
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly source: string;
}

interface SavedCell {
  readonly id?: string;
  readonly cell_type: string;
  readonly source: string | readonly string[];
}

interface SavedNotebook {
  /** Code cells with something in them, top to bottom. */
  readonly cells: readonly { readonly id: string; readonly source: string }[];
  readonly savedAt: number;
}

const textOf = (source: SavedCell["source"]): string =>
  typeof source === "string" ? source : source.join("");

/** The notebook's file as it is saved; undefined where there is none that can be read. */
function savedNotebook(file: string | undefined): SavedNotebook | undefined {
  if (!file) return undefined;
  try {
    const { cells } = JSON.parse(readFileSync(file, "utf8")) as { readonly cells: readonly SavedCell[] };
    const code = cells
      .filter(({ cell_type, source }) => cell_type === "code" && textOf(source).trim() !== "")
      .map(({ id, source }) => ({ id: id ?? "", source: textOf(source) }));
    return { cells: code, savedAt: statSync(file).mtimeMs };
  } catch {
    return undefined;
  }
}

/** A cell as a reader finds it: by its first line. */
function named(source: string): string {
  const lines = source.split("\n").map((line) => line.trim());
  const line = lines.find((one) => one !== "" && !one.startsWith("//")) ?? lines[0];
  return `"${line.length > 50 ? `${line.slice(0, 49)}…` : line}"`;
}

/**
 * Keeps account of which cell ran when, and tells a notebook that was run top to bottom from one that was not.
 *
 * The order of the cells is that of the notebook's file, where the server names it and the client names the cells
 * (JupyterLab does both); without, the order in which they ran first. A client that names no cells runs them top to
 * bottom, as nbclient does, and then nothing is out of order.
 */
export class CellRuns {
  /** The last run of each cell, in the order of the first runs. */
  readonly #last = new Map<string, CellRun>();
  readonly #latest = new Set<number>();
  #deleted: ReadonlySet<string> = new Set();

  /** @param file the notebook's file, if it is known */
  constructor(private readonly file: string | undefined) {}

  /** Notes that a cell starts to run. `metadata` is that of the request. */
  note(number: number, source: string, metadata: Readonly<Record<string, unknown>>): void {
    const { cellId, deletedCells } = metadata;
    const cell = typeof cellId === "string" ? cellId : `execution ${number}`;
    if (Array.isArray(deletedCells)) this.#deleted = new Set([...this.#deleted, ...deletedCells.map(String)]);
    const before = this.#last.get(cell);
    if (before) this.#latest.delete(before.number);
    this.#last.set(cell, { cell, number, at: Date.now(), source });
    this.#latest.add(number);
  }

  /** What the library sees of it; `execution` says which cell the running code belongs to. */
  asNotebookRun(execution: () => number | undefined): NotebookRun {
    return {
      execution,
      isLatest: (number) => this.#latest.has(number),
      orderProblems: () => this.#problems(execution() ?? Infinity),
    };
  }

  /** What is out of order among the cells above the one of this execution. */
  #problems(execution: number): string[] {
    const here = [...this.#last.values()].find(({ number }) => number === execution);
    const saved = savedNotebook(this.file);
    const place = saved && here ? saved.cells.findIndex(({ id }) => id === here.cell) : -1;
    if (saved && place >= 0) return this.#againstFile(saved, place);
    const inOrder = [...this.#last.values()];
    return this.#disorder(inOrder.slice(0, here ? inOrder.indexOf(here) + 1 : undefined));
  }

  #againstFile({ cells, savedAt }: SavedNotebook, place: number): string[] {
    const above = cells.slice(0, place + 1).filter(({ id }) => !this.#deleted.has(id));
    const runs = above.map(({ id }) => this.#last.get(id));
    const missing = above.filter((_, index) => !runs[index]);
    const changed = above.filter((cell, index) => {
      const run = runs[index];
      // Only a file that was saved since the run can tell.
      return run && savedAt > run.at && run.source !== cell.source;
    });
    return [
      ...missing.map(({ source }) => `The cell ${named(source)} has not run since the kernel started.`),
      ...changed.map(({ source }) => `The cell ${named(source)} was changed after it had run.`),
      ...this.#disorder(runs.filter((run) => run !== undefined)),
    ];
  }

  /** One sentence for the first cell that ran after one below it: all below are older than what they rest on. */
  #disorder(runs: readonly CellRun[]): string[] {
    for (let at = 1; at < runs.length; at++) {
      if (runs[at].number > runs[at - 1].number) continue;
      return [
        `The cell ${named(runs[at - 1].source)} was run again after cells below it, such as ${named(runs[at].source)}.`,
      ];
    }
    return [];
  }
}

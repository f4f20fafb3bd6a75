import type { CellPosition } from "../compile/compiler";

/** What the errors need to know of a cell that ran. */
export interface CellCode {
  readonly number: number;
  readonly source: string;
  position(line: number, column: number): CellPosition | undefined;
}

/** The code of the cells that ran, by the file name under which the engine knows each. */
export class CompiledCells {
  readonly #cells = new Map<string, CellCode>();

  /** Keeps a cell's code; returns the file name to run it under. */
  add(cell: CellCode): string {
    const file = `cell-${this.#cells.size + 1}.notebook`;
    this.#cells.set(file, cell);
    return file;
  }

  /** The cell that runs under a file name. */
  get(file: string): CellCode | undefined {
    return this.#cells.get(file);
  }

  /** The text of the latest cell with this number. */
  source(number: number): string | undefined {
    return [...this.#cells.values()].reverse().find((cell) => cell.number === number)?.source;
  }
}

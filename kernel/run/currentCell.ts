import { AsyncLocalStorage } from "node:async_hooks";
import type { Cell } from "./cell";

/**
 * Which cell a piece of running code belongs to. What a cell starts and does not wait for stays that cell's: its output
 * goes there although another cell runs by then.
 */
export class CurrentCell {
  readonly #started = new AsyncLocalStorage<Cell>();
  /**
   * Cells whose signal was asked for. Held weakly: running code and a signal in use hold their cell (the one by way of
   * #started, the other by the cell's own listener), and a cell that neither holds has nothing left to stop.
   */
  readonly #asked = new Set<WeakRef<Cell>>();
  readonly #references = new WeakMap<Cell, WeakRef<Cell>>();
  readonly #forget = new FinalizationRegistry<WeakRef<Cell>>((reference) => this.#asked.delete(reference));
  #running: Cell | undefined;
  #last: Cell | undefined;

  /** The cell that the code now running was started by; without one, the cell that runs or ran last. */
  get owner(): Cell | undefined {
    return this.#started.getStore() ?? this.#last;
  }

  /** The cell that runs, if one does. */
  get running(): Cell | undefined {
    return this.#running;
  }

  /** The cell that runs or ran last: where what belongs to no running code is shown. */
  get last(): Cell | undefined {
    return this.#last;
  }

  /** The owner's signal; from now on a stop reaches it, also after its cell has ended. */
  signal(): AbortSignal | undefined {
    const cell = this.owner;
    if (cell && !cell.signal.aborted) this.#asked.add(this.#referenceTo(cell));
    return cell?.signal;
  }

  /** Runs `action` as the cell's code; it is the running cell until `action` is settled. */
  async run<Result>(cell: Cell, action: () => Promise<Result>): Promise<Result> {
    this.#running = this.#last = cell;
    try {
      return await this.#started.run(cell, action);
    } finally {
      this.#running = undefined;
    }
  }

  /** Stops the running cell, and what earlier cells left running under their signals. */
  stop(): void {
    const cells = new Set([...this.#asked].map((reference) => reference.deref()));
    this.#asked.clear();
    cells.add(this.#running);
    for (const cell of cells) cell?.stop();
  }

  #referenceTo(cell: Cell): WeakRef<Cell> {
    const known = this.#references.get(cell);
    if (known) return known;
    const reference = new WeakRef(cell);
    this.#references.set(cell, reference);
    this.#forget.register(cell, reference);
    return reference;
  }
}

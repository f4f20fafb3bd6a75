/**
 * What the cells have declared so far: the `exports` object that compiled cells read earlier variables from and write
 * their own to, and the declarations that give the compiler their types.
 */
export class NotebookScope {
  /** The declarations (TypeScript) of everything in scope. */
  declarations = "";
  readonly #values: Record<string | symbol, unknown> = {};
  #written = new Map<string | symbol, { before: unknown }>();

  /** The object for compiled cells. Compiled imports define getters on it; they are read once, so that a later cell can assign. */
  readonly exports: Record<string | symbol, unknown> = new Proxy(this.#values, {
    set: (values, name, value) => {
      this.#note(name);
      values[name] = value;
      return true;
    },
    defineProperty: (values, name, attributes) => {
      if (name === "__esModule") return true;
      this.#note(name);
      values[name] = attributes.get ? (attributes.get as () => unknown)() : attributes.value;
      return true;
    },
  });

  /** Begins a cell: from here on it is noted what is written, and what was there before. */
  begin(): void {
    this.#written = new Map();
  }

  /** Takes a value out of the scope. */
  take(name: string): unknown {
    const value = this.#values[name];
    delete this.#values[name];
    return value;
  }

  /**
   * Ends a cell that failed on the way: what it had given a value stays, and what it only announced (compiled code sets
   * every name to undefined first) is what it was before.
   *
   * @returns the names that the cell gave a value
   */
  settleFailure(): ReadonlySet<string> {
    const given = new Set<string>();
    for (const [name, { before }] of this.#written) {
      if (this.#values[name] !== undefined) given.add(String(name));
      else if (before === undefined) delete this.#values[name];
      else this.#values[name] = before;
    }
    return given;
  }

  #note(name: string | symbol): void {
    if (!this.#written.has(name)) this.#written.set(name, { before: this.#values[name] });
  }
}

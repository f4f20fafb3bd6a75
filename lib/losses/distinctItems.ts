/** Items that may occur more than once, taken apart. */
export interface DistinctItems {
  /** The items that occur, each once, in the order in which they first do. */
  readonly distinct: Int32Array;
  /** Which of them each entry is, shape [entries]. */
  readonly positions: Int32Array;
}

/** The items that occur, each once, and where each entry went. */
export function distinctItems(items: Int32Array): DistinctItems {
  const found = new Map<number, number>();
  const positions = items.map((item) => {
    const known = found.get(item);
    if (known !== undefined) return known;
    found.set(item, found.size);
    return found.size - 1;
  });
  return { distinct: Int32Array.from(found.keys()), positions };
}

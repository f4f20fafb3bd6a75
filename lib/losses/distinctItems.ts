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

/**
 * The items, filled up with the first to a multiple of `fullRows`, from so many of them on. The engine prepares a matrix
 * product anew for each shape that it meets, which takes longer than the product: so batches that differ by some items
 * keep one shape.
 */
export function filledUp(items: Int32Array, fullRows = 128): Int32Array {
  if (items.length < fullRows) return items;
  const filled = new Int32Array(Math.ceil(items.length / fullRows) * fullRows).fill(items[0]);
  filled.set(items);
  return filled;
}

/** Which of `count` distinct items each of those is that they were filled up to. */
export const filledPositions = (filled: Int32Array, count: number): Int32Array =>
  filled.map((_, at) => (at < count ? at : 0));

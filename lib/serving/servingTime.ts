import { randomStream } from "../random";
import { topItems } from "./topItems";

/** What is timed. */
export interface ServingTimeOptions {
  /** Items of the catalogue. */
  readonly items: number;
  /** Numbers of a vector. */
  readonly size: number;
  /** Users that are asked for at once. Default 256. */
  readonly users?: number;
  /** Length of the lists. Default 10. */
  readonly k?: number;
  /** How often it is timed; the fastest counts, since whatever else runs only slows it down. Default 5. */
  readonly repeats?: number;
}

/** What scoring a catalogue and taking the best costs. */
export interface ServingTime {
  readonly items: number;
  readonly size: number;
  /** Milliseconds a user. */
  readonly milliseconds: number;
  /** Bytes of the item vectors as float32. */
  readonly bytes: number;
}

/**
 * Times `topItems` on drawn vectors: how long it takes depends on how many numbers there are, hardly on which. Exact: every
 * item is scored for every user.
 */
export function servingTime({
  items,
  size,
  users = 256,
  k = 10,
  repeats = 5,
}: ServingTimeOptions): ServingTime {
  const random = randomStream(0, "vectors to time serving by");
  // Drawing a hundred million normal numbers would take longer than serving them.
  const block = Float32Array.from({ length: 65_536 }, () => random.normal());
  const drawn = (length: number): Float32Array => {
    const values = new Float32Array(length);
    for (let start = 0; start < length; start += block.length) {
      values.set(block.subarray(0, Math.min(block.length, length - start)), start);
    }
    return values;
  };
  const model = { userVectors: drawn(users * size), itemVectors: drawn(items * size), size };
  const none = new Int32Array(0);
  const train = { users: none, items: none, userCount: users, itemCount: items };
  let fastest = Infinity;
  // The first pass brings the engine's kernels in, and is not timed.
  for (let repeat = 0; repeat <= repeats; repeat++) {
    const start = performance.now();
    topItems(model, { train }, { k, seen: [] });
    if (repeat > 0) fastest = Math.min(fastest, performance.now() - start);
  }
  return { items, size, milliseconds: fastest / users, bytes: 4 * items * size };
}

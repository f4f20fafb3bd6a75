import type { RandomStream } from "./stream";

/** The numbers 0 .. length - 1 in an order drawn uniformly (Fisher and Yates). */
export function shuffledIndices(length: number, random: RandomStream): Int32Array {
  const order = Int32Array.from({ length }, (_, index) => index);
  return shuffleInPlace(order, random);
}

/** Shuffles `values` uniformly, in place, and returns it. */
export function shuffleInPlace(values: Int32Array, random: RandomStream): Int32Array {
  for (let last = values.length - 1; last > 0; last--) {
    const chosen = random.integer(last + 1);
    const value = values[last];
    values[last] = values[chosen];
    values[chosen] = value;
  }
  return values;
}

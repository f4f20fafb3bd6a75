import type { VectorScorer } from "../evaluation";

/** Which vectors are rounded: those that are many, the items', or both. */
export type RoundedSide = "items" | "both";

function roundRows(vectors: Float32Array, size: number, most: number): Float32Array {
  const result = new Float32Array(vectors.length);
  for (let start = 0; start < vectors.length; start += size) {
    const row = vectors.subarray(start, start + size);
    const largest = row.reduce((found, value) => Math.max(found, Math.abs(value)), 0);
    if (largest === 0) continue;
    const step = largest / most;
    row.forEach((value, at) => (result[start + at] = step * Math.round(value / step)));
  }
  return result;
}

/**
 * A model as it scores when each number of its vectors is kept in few bits: whole numbers from -(2^(bits-1) - 1) to
 * 2^(bits-1) - 1, times one scale a vector (symmetric quantisation). The result holds the rounded values as floats, for
 * measuring what rounding costs; an index of so many bits is the server's business.
 *
 * @param bits from 2 (three values: -1, 0, 1) to 16.
 * @param side whose vectors are rounded. Default "both".
 * @throws RangeError when `bits` is not a whole number from 2 to 16.
 */
export function roundVectors(model: VectorScorer, bits: number, side: RoundedSide = "both"): VectorScorer {
  if (!Number.isInteger(bits) || bits < 2 || bits > 16) {
    throw new RangeError(`bits must be a whole number from 2 to 16, but it is ${bits}.`);
  }
  const { userVectors, itemVectors, size } = model;
  const most = 2 ** (bits - 1) - 1;
  return {
    userVectors: side === "both" ? roundRows(userVectors, size, most) : userVectors,
    itemVectors: roundRows(itemVectors, size, most),
    size,
  };
}

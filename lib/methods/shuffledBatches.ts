import { randomStream, shuffleInPlace } from "../random";

/** Rows of the training pairs of one step. */
export type RowBatch = Int32Array;

/** Rows in an order drawn anew each epoch, cut into batches; the last may be smaller. */
export function* shuffledBatches(
  rows: Int32Array,
  batchSize: number,
  seed: number,
  purpose: string,
): Generator<RowBatch> {
  const order = shuffleInPlace(rows.slice(), randomStream(seed, purpose));
  for (let start = 0; start < order.length; start += batchSize)
    yield order.subarray(start, start + batchSize);
}

import { distinctItems } from "../losses";
import { randomStream, shuffleInPlace } from "../random";
import { groupRows } from "../splitting";
import { shuffledBatches, type RowBatch } from "./shuffledBatches";

/** How the samples of an epoch are put into batches. */
export interface BatchingOptions {
  /**
   * "samples" shuffles all samples. "users" shuffles users, each with all their samples of the epoch: one softmax a user
   * serves all of these (as in Liang et al., WWW 2018), with one dropout mask, so that an epoch costs a fraction. A batch
   * of 1024 samples is a handful of users then: it wants a larger one and a larger step, such as batchSize 4096 and
   * learningRate 0.003. For the softmax over all items, with no positives left out. Default "samples", the usual.
   */
  readonly batching: "samples" | "users";
  /** Samples a step; with batching "users" at least so many: the last user's all belong to it. Default 1024. */
  readonly batchSize: number;
}

/** Users in an order drawn anew each epoch, cut where their samples come to `batchSize`; the last batch may be smaller. */
function* userBatches(
  rows: Int32Array,
  userOfRow: Int32Array,
  batchSize: number,
  seed: number,
  purpose: string,
): Generator<RowBatch> {
  const { distinct, positions } = distinctItems(rows.map((row) => userOfRow[row]));
  const { offsets, rows: grouped } = groupRows(positions, distinct.length);
  const users = shuffleInPlace(Int32Array.from(distinct.keys()), randomStream(seed, purpose));
  const order = new Int32Array(rows.length);
  let [start, end] = [0, 0];
  for (const user of users) {
    for (let at = offsets[user]; at < offsets[user + 1]; at++) order[end++] = rows[grouped[at]];
    if (end - start < batchSize) continue;
    yield order.subarray(start, end);
    start = end;
  }
  if (end > start) yield order.subarray(start, end);
}

/**
 * The batches of an epoch that sees `rows`.
 *
 * @param userOfRow user of every training pair. @param purpose names the random order.
 */
export function epochBatches(
  rows: Int32Array,
  userOfRow: Int32Array,
  { batching, batchSize }: BatchingOptions,
  seed: number,
  purpose: string,
): Generator<RowBatch> {
  if (batching === "samples") return shuffledBatches(rows, batchSize, seed, purpose);
  return userBatches(rows, userOfRow, batchSize, seed, purpose);
}

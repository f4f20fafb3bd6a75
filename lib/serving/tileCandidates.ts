import type { Tensor2D } from "@tensorflow/tfjs-node";
import { entriesAt, tf } from "../engine";

/** Entries of a matrix of scores, ordered by row. */
export interface TileCandidates {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly scores: Float32Array;
}

/** The `most` best of every row, best first; equal scores in order of column. Runs in a tidy scope. */
export function bestOfRows(scores: Tensor2D, most: number): TileCandidates {
  const { values, indices } = tf.topk(scores, most);
  return {
    rows: Int32Array.from({ length: scores.shape[0] * most }, (_, at) => Math.floor(at / most)),
    columns: indices.dataSync<"int32">(),
    scores: values.dataSync<"float32">(),
  };
}

/** Numbers of eight bytes that are looked at as one. */
const bytesOfWord = 8;

/**
 * The entries that exceed their row's threshold, in order of row and column. Where few do, this costs a third of
 * searching for the best of every row. Runs in a tidy scope.
 */
export function entriesAbove(scores: Tensor2D, thresholds: Float32Array): TileCandidates {
  const [rowCount, width] = scores.shape;
  const above = tf.greater(scores, tf.tensor2d(thresholds, [rowCount, 1])).dataSync<"bool">();
  const words = new Float64Array(above.buffer, above.byteOffset, Math.floor(above.length / bytesOfWord));
  const found: number[] = [];
  const visit = (from: number, to: number): void => {
    for (let at = from; at < to; at++) if (above[at]) found.push(at);
  };
  // Bytes of 0 and 1 make no number but a zero equal to 0.
  words.forEach((word, index) => {
    if (word !== 0) visit(index * bytesOfWord, (index + 1) * bytesOfWord);
  });
  visit(words.length * bytesOfWord, above.length);
  const positions = Int32Array.from(found);
  const values =
    positions.length > 0 ? entriesAt(scores, positions).dataSync<"float32">() : new Float32Array(0);
  return {
    rows: positions.map((at) => Math.floor(at / width)),
    columns: positions.map((at) => at % width),
    scores: values,
  };
}

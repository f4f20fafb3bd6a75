import type { Tensor2D } from "@tensorflow/tfjs-node";
import { tf } from "../engine";
import type { Scorer, VectorScorer } from "./scorer";

/** Scores that exist at once: 64 MiB of floats, whatever the number of users and items. */
const mostScores = 16 * 2 ** 20;

/** Rows of a tile at most: enough for a matrix product to run at full speed. */
const mostRows = 1024;

/** A range of items. */
export interface ItemRange {
  readonly from: number;
  /** One beyond the last. */
  readonly to: number;
}

/** Scores of users by items, a tile of the matrix at a time. Dispose when done. */
export interface ScoreTiles {
  /** Rows of a tile at most. */
  readonly rows: number;
  /** The columns, cut into ranges that together are all items. */
  readonly ranges: readonly ItemRange[];
  /**
   * Scores of the items of range `index` for a block of users, shape [users, items of the range]. Runs in a tidy scope.
   *
   * @param extra items whose scores are computed beside, in columns after the range's: by the same product, so that an
   * item's score comes out the same in every tile. Of vectors alone.
   */
  scores(users: Int32Array, index: number, extra?: Int32Array): Tensor2D;
  dispose(): void;
}

/** Rows of a row-major matrix. */
function rowsOf(matrix: Float32Array, size: number, indices: Int32Array): Tensor2D {
  const rows = new Float32Array(indices.length * size);
  indices.forEach((index, at) => rows.set(matrix.subarray(index * size, (index + 1) * size), at * size));
  return tf.tensor2d(rows, [indices.length, size]);
}

function tilesOfVectors(scorer: VectorScorer, itemCount: number, most: number): ScoreTiles {
  const { userVectors, itemVectors, size } = scorer;
  // A multiple of 64, so that all tiles but the last are products of one shape.
  const width =
    itemCount * mostRows <= most ? itemCount : Math.max(64, Math.floor(most / mostRows / 64) * 64);
  const ranges = Array.from({ length: Math.ceil(itemCount / width) }, (_, range) => ({
    from: range * width,
    to: Math.min(itemCount, (range + 1) * width),
  }));
  // The one copy of the item vectors that the engine holds.
  const tiles = ranges.map(({ from, to }) =>
    tf.tensor2d(itemVectors.subarray(from * size, to * size), [to - from, size]),
  );
  return {
    rows: mostRows,
    ranges,
    scores: (users, index, extra) => {
      const items = extra ? tf.concat2d([tiles[index], rowsOf(itemVectors, size, extra)], 0) : tiles[index];
      return tf.matMul(rowsOf(userVectors, size, users), items, false, true);
    },
    dispose: () => tf.dispose(tiles),
  };
}

/**
 * Cuts the matrix of all scores into tiles. A model of vectors is cut by users and by items, its item vectors brought
 * into the engine once; a model that can only be asked for scores, by users.
 *
 * @param most scores that exist at once. Default 64 MiB of floats.
 */
export function scoreTiles(scorer: Scorer, itemCount: number, most = mostScores): ScoreTiles {
  if (!("scores" in scorer)) return tilesOfVectors(scorer, itemCount, most);
  return {
    rows: Math.max(1, Math.min(mostRows, Math.floor(most / itemCount))),
    ranges: [{ from: 0, to: itemCount }],
    scores: (users) => tf.tensor2d(scorer.scores(users), [users.length, itemCount]),
    dispose: () => {},
  };
}

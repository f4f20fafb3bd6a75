import { tf } from "../engine";
import type { Scorer, VectorScorer } from "./scorer";

/** Scores of a block are at most this many floats (16 MiB), whatever the number of users and items. */
const mostScores = 4 * 2 ** 20;

/** How many users are scored at once. */
export function usersPerBlock(itemCount: number): number {
  return Math.max(1, Math.min(1024, Math.floor(mostScores / itemCount)));
}

/** Rows of `vectors` for the given users, shape [users.length, size]. */
function gatherRows({ userVectors, size }: VectorScorer, users: Int32Array): Float32Array {
  const rows = new Float32Array(users.length * size);
  users.forEach((user, position) => {
    rows.set(userVectors.subarray(user * size, (user + 1) * size), position * size);
  });
  return rows;
}

/** Scores users block by block. Dispose when done. */
export interface BlockScorer {
  /** Scores of every item for each user of a block, row-major, shape [users.length, itemCount]. */
  score(users: Int32Array): Float32Array;
  dispose(): void;
}

/** Scores every item once for each user asked for; the item vectors are brought into the engine once. */
export function blockScorer(scorer: Scorer, itemCount: number): BlockScorer {
  if ("scores" in scorer) return { score: scorer.scores, dispose: () => {} };
  const { itemVectors, size } = scorer;
  const items = tf.tensor2d(itemVectors, [itemCount, size]);
  return {
    score: (users) => {
      const scores = tf.tidy(() =>
        tf.matMul(tf.tensor2d(gatherRows(scorer, users), [users.length, size]), items, false, true),
      );
      const values = scores.dataSync<"float32">();
      scores.dispose();
      return values;
    },
    dispose: () => items.dispose(),
  };
}

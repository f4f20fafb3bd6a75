import { plainResult, tf } from "../engine";
import { blockScorer, usersPerBlock, type Scorer } from "../evaluation";
import { groupRows, type Split } from "../splitting";

/** A part of a split. */
export type SplitPart = "train" | "validation" | "test";

/** Whom to recommend to, how much, and what to leave out. */
export interface TopItemsOptions {
  /** User indices. Default: all users. */
  readonly users?: ArrayLike<number>;
  /** Items a user. Default 10. */
  readonly k?: number;
  /**
   * Parts of the split whose items are left out for their users. Default all three: whatever a user has had. To see
   * whether a test positive is found, leave out ["train", "validation"].
   */
  readonly seen?: readonly SplitPart[];
}

/** The best items of each user, best first. */
export interface TopItems {
  /** Shape [users]. */
  readonly users: Int32Array;
  readonly k: number;
  /** Item indices, row-major, shape [users, k]; -1 where a user has fewer unseen items than k. */
  readonly items: Int32Array;
  /** Scores of these, shape [users, k]; NaN where there is no item. */
  readonly scores: Float32Array;
}

function checkedUsers(users: ArrayLike<number> | undefined, userCount: number): Int32Array {
  if (!users) return Int32Array.from({ length: userCount }, (_, user) => user);
  for (let at = 0; at < users.length; at++) {
    if (Number.isInteger(users[at]) && users[at] >= 0 && users[at] < userCount) continue;
    throw new RangeError(`There is no user ${users[at]}; users are 0 to ${userCount - 1}.`);
  }
  return Int32Array.from(users);
}

/**
 * Top-K items of one user, some, or all, in blocks: memory stays under 200 MB beyond the vectors and the result.
 * Equal scores are in order of item index.
 *
 * @throws RangeError when k is not a positive whole number or a user does not exist; when a score is not a number.
 */
export function topItems(
  model: Scorer,
  split: Split,
  { users: wanted, k = 10, seen = ["train", "validation", "test"] }: TopItemsOptions = {},
): TopItems {
  const { userCount, itemCount } = split.train;
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a whole number from 1, but it is ${k}.`);
  const users = checkedUsers(wanted, userCount);
  const parts = seen.map((part) => ({
    pairs: split[part],
    grouped: groupRows(split[part].users, userCount),
  }));
  const items = new Int32Array(users.length * k).fill(-1);
  const scores = new Float32Array(users.length * k).fill(NaN);
  const found = Math.min(k, itemCount);
  const scorer = blockScorer(model, itemCount);
  const blockSize = usersPerBlock(itemCount);
  try {
    for (let start = 0; start < users.length; start += blockSize) {
      const block = users.subarray(start, start + blockSize);
      // A copy: what a scorer returns may be its own.
      const masked = scorer.score(block).slice();
      const bad = masked.findIndex((score) => Number.isNaN(score));
      if (bad >= 0) {
        throw new Error(
          `The model's score of item ${bad % itemCount} for user ${block[Math.floor(bad / itemCount)]} is not a number, so it cannot be recommended.`,
        );
      }
      block.forEach((user, position) => {
        for (const { pairs, grouped } of parts) {
          for (const row of grouped.rows.subarray(grouped.offsets[user], grouped.offsets[user + 1])) {
            masked[position * itemCount + pairs.items[row]] = -Infinity;
          }
        }
      });
      const best = plainResult(() => {
        const { values, indices } = tf.topk(tf.tensor2d(masked, [block.length, itemCount]), found);
        return { values: values.dataSync<"float32">(), indices: indices.dataSync<"int32">() };
      });
      for (let position = 0; position < block.length; position++) {
        for (let place = 0; place < found; place++) {
          const score = best.values[position * found + place];
          if (score === -Infinity) break;
          items[(start + position) * k + place] = best.indices[position * found + place];
          scores[(start + position) * k + place] = score;
        }
      }
    }
  } finally {
    scorer.dispose();
  }
  return { users, k, items, scores };
}

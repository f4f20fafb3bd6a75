import { plainResult } from "../engine";
import { scoreTiles, type Scorer } from "../evaluation";
import { groupRows, type Pairs } from "../splitting";
import { BestItems } from "./bestItems";
import { bestOfRows, entriesAbove } from "./tileCandidates";

/** A part of a split. */
export type SplitPart = "train" | "validation" | "test";

/** The pairs of a split: training always, and those parts whose items are left out. Every `Split` is one. */
export type SplitPairs = { readonly train: Pairs } & Readonly<Partial<Record<SplitPart, Pairs>>>;

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

/** The model, where its vectors are numbers, or its scores made to be checked: what is no number cannot be ranked. */
function checked(model: Scorer, itemCount: number): Scorer {
  if ("scores" in model) {
    return {
      scores: (users) => {
        const scores = model.scores(users);
        const bad = scores.findIndex((score) => Number.isNaN(score));
        if (bad < 0) return scores;
        throw new Error(
          `The model's score of item ${bad % itemCount} for user ${users[Math.floor(bad / itemCount)]} is not a number, so it cannot be recommended.`,
        );
      },
    };
  }
  const check = (vectors: Float32Array, of: string): void => {
    const bad = vectors.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) return;
    throw new Error(
      `The model's vector of ${of} ${Math.floor(bad / model.size)} holds ${vectors[bad]}, which is not a finite number, so nothing can be recommended.`,
    );
  };
  check(model.userVectors, "user");
  check(model.itemVectors, "item");
  return model;
}

/** How many of the items lie in a range. */
function countWithin(items: ReadonlySet<number>, from: number, to: number): number {
  let count = 0;
  for (const item of items) if (item >= from && item < to) count += 1;
  return count;
}

/**
 * Top-K items of one user, some, or all, in tiles of the score matrix: memory stays under 300 MB beyond the vectors,
 * the engine's copy of the item vectors and the result. Equal scores are in order of item index.
 *
 * Of the first tile the engine gives a user's best k, and as many more as the tile holds items that the block's users
 * have seen; of the further ones, whatever beats the user's worst so far. What was seen is left out here.
 *
 * @param most scores that exist at once. Default 64 MiB of floats.
 * @throws RangeError when k is not a positive whole number or a user does not exist; when a score is not a number.
 */
export function topItems(
  model: Scorer,
  split: SplitPairs,
  { users: wanted, k = 10, seen = ["train", "validation", "test"] }: TopItemsOptions = {},
  most?: number,
): TopItems {
  const { userCount, itemCount } = split.train;
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a whole number from 1, but it is ${k}.`);
  const users = checkedUsers(wanted, userCount);
  const parts = seen.map((part) => {
    const pairs = split[part];
    if (pairs) return { pairs, grouped: groupRows(pairs.users, userCount) };
    throw new Error(`There is no part "${part}" whose items could be left out; name only those there are.`);
  });
  const seenBy = (user: number): Set<number> => {
    const had = new Set<number>();
    for (const { pairs, grouped } of parts) {
      for (let at = grouped.offsets[user]; at < grouped.offsets[user + 1]; at++) {
        had.add(pairs.items[grouped.rows[at]]);
      }
    }
    return had;
  };
  const items = new Int32Array(users.length * k).fill(-1);
  const scores = new Float32Array(users.length * k).fill(NaN);
  const tiles = scoreTiles(checked(model, itemCount), itemCount, most);
  try {
    for (let start = 0; start < users.length; start += tiles.rows) {
      const block = users.subarray(start, start + tiles.rows);
      const seenItems = Array.from(block, seenBy);
      const best = new BestItems(
        items.subarray(start * k, (start + block.length) * k),
        scores.subarray(start * k, (start + block.length) * k),
        k,
        block.length,
      );
      tiles.ranges.forEach(({ from, to }, index) => {
        const had = Math.max(...seenItems.map((each) => countWithin(each, from, to)));
        const thresholds = best.thresholds();
        const found = plainResult(() => {
          const tile = tiles.scores(block, index);
          if (thresholds) return entriesAbove(tile, thresholds);
          return bestOfRows(tile, Math.min(to - from, k + had));
        });
        found.rows.forEach((row, at) => {
          const item = from + found.columns[at];
          if (!seenItems[row].has(item)) best.offer(row, item, found.scores[at]);
        });
      });
    }
  } finally {
    tiles.dispose();
  }
  return { users, k, items, scores };
}

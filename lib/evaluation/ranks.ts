import { groupRows, type HeldOutPart, type Pairs, type Split } from "../splitting";
import { blockScorer, usersPerBlock } from "./scoreBlocks";
import type { Scorer } from "./scorer";

/** Rank of each held-out positive: the only currency of evaluation. Every metric is a function of it. */
export interface Ranks {
  readonly part: HeldOutPart;
  /** User of each held-out positive, shape [positives]. */
  readonly users: Int32Array;
  /** Item of each held-out positive, shape [positives]. */
  readonly items: Int32Array;
  /**
   * Rank of each positive among the items that its user has not seen, from 1, shape [positives]. Ties rank the
   * positive last, so a constant scorer earns nothing.
   */
  readonly ranks: Int32Array;
  /** Number of items that were ranked against each other, before masking. */
  readonly candidates: number;
}

/** A model gave a score that is not a number, which has no rank. */
export class NotANumberScoreError extends Error {}

/** Items each user has seen, by part: training for validation; training and validation for test. */
function seenParts(split: Split, part: HeldOutPart): Pairs[] {
  return part === "validation" ? [split.train] : [split.train, split.validation];
}

/**
 * Rank of one positive among the items that its user has not seen: one more than the number of those that score at
 * least as high.
 */
function rankOf(scores: Float32Array, positive: number, seenItems: readonly Int32Array[]): number {
  const score = scores[positive];
  let atLeast = 0;
  for (let item = 0; item < scores.length; item++) if (!(scores[item] < score)) atLeast += 1;
  for (const items of seenItems) {
    for (const item of items) if (item !== positive && !(scores[item] < score)) atLeast -= 1;
  }
  return atLeast;
}

/**
 * `rank` a block of users at a time, with a pause after each, so that a caller can give the event loop a turn.
 *
 * @param blockSize users scored at once. Default: as many as 16 MiB of scores allow.
 */
export function* rankBlocks(
  model: Scorer,
  split: Split,
  part: HeldOutPart,
  blockSize: number = usersPerBlock(split.data.itemIds.length),
): Generator<undefined, Ranks, undefined> {
  const { users, items, itemCount, userCount } = split[part];
  const positives = groupRows(users, userCount);
  const seen = seenParts(split, part).map((pairs) => ({ pairs, grouped: groupRows(pairs.users, userCount) }));
  const ranks = new Int32Array(users.length);
  const ranked = Int32Array.from({ length: userCount }, (_, user) => user).filter(
    (user) => positives.offsets[user + 1] > positives.offsets[user],
  );
  const scorer = blockScorer(model, itemCount);
  try {
    for (let start = 0; start < ranked.length; start += blockSize) {
      const block = ranked.subarray(start, start + blockSize);
      const scores = scorer.score(block);
      block.forEach((user, position) => {
        const own = scores.subarray(position * itemCount, (position + 1) * itemCount);
        const seenItems = seen.map(({ pairs, grouped }) =>
          grouped.rows
            .subarray(grouped.offsets[user], grouped.offsets[user + 1])
            .map((row) => pairs.items[row]),
        );
        for (const row of positives.rows.subarray(positives.offsets[user], positives.offsets[user + 1])) {
          // Comparisons with NaN are all false, which would give the best rank to a broken model.
          if (Number.isNaN(own[items[row]])) {
            throw new NotANumberScoreError(
              `The model's score of item ${items[row]} for user ${user} is not a number, so it cannot be ranked.`,
            );
          }
          ranks[row] = rankOf(own, items[row], seenItems);
        }
      });
      yield;
    }
  } finally {
    scorer.dispose();
  }
  return { part, users, items, ranks, candidates: itemCount };
}

/**
 * Ranks every held-out positive of a part against every item that its user has not seen.
 *
 * Every item is scored once a user, in blocks: memory stays under 200 MB beyond the vectors and the one copy of the item
 * vectors that the engine holds, whatever the number of users and items.
 *
 * @throws NotANumberScoreError when a score is not a number, naming the user.
 */
export function rank(model: Scorer, split: Split, part: HeldOutPart): Ranks {
  const blocks = rankBlocks(model, split, part);
  for (;;) {
    const block = blocks.next();
    if (block.done) return block.value;
  }
}

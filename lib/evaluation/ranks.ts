import { plainResult } from "../engine";
import { groupRows, type HeldOutPart, type Pairs, type Split } from "../splitting";
import type { Scorer } from "./scorer";
import { scoreTiles, type ScoreTiles } from "./scoreTiles";

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

/** Items that each user has seen, one user after the other. */
interface SeenItems {
  /** User u's are those from `offsets[u]` up to `offsets[u + 1]`, shape [users + 1]. */
  readonly offsets: Int32Array;
  readonly items: Int32Array;
}

function seenItems({ users, items, userCount }: Pairs): SeenItems {
  const { offsets, rows } = groupRows(users, userCount);
  return { offsets, items: rows.map((row) => items[row]) };
}

/** The positives that are ranked at once, one a row of the tiles. Shape [positives]. */
interface Block {
  readonly users: Int32Array;
  readonly items: Int32Array;
}

/** How many of the values from `start` up to `end` are less than a bound. */
function countLess(values: Float32Array, start: number, end: number, bound: number): number {
  let count = 0;
  // Without a branch, which would be guessed wrong often: a fifth of the time.
  for (let at = start; at < end; at++) count += +(values[at] < bound);
  return count;
}

/** Goes through what a positive's user has seen, but for the positive itself. */
function eachSeen(
  seen: readonly SeenItems[],
  user: number,
  positive: number,
  visit: (item: number) => void,
): void {
  for (const { offsets, items } of seen) {
    for (let at = offsets[user]; at < offsets[user + 1]; at++) if (items[at] !== positive) visit(items[at]);
  }
}

/**
 * For each positive of a block, how many items of one range score less: of all items, minus those of the seen ones.
 * Counting the lesser ones makes a score that is not a number count against the positive.
 *
 * Counted in plain loops: by the engine a comparison, a cast and a sum are three passes over the matrix, and the seen
 * items need their positions written out first.
 */
function lesserInRange(
  tiles: ScoreTiles,
  index: number,
  { users, items }: Block,
  seen: readonly SeenItems[],
): { lesser: Int32Array; own: Float32Array } {
  const { from, to } = tiles.ranges[index];
  const width = to - from;
  const whole = tiles.ranges.length === 1;
  const { scores, columns } = plainResult(() => {
    const tile = tiles.scores(users, index, whole ? undefined : items);
    return { scores: tile.dataSync<"float32">(), columns: tile.shape[1] };
  });
  const own = new Float32Array(users.length);
  for (let row = 0; row < own.length; row++)
    own[row] = scores[row * columns + (whole ? items[row] : width + row)];
  const lesser = new Int32Array(own.length);
  for (let row = 0; row < own.length; row++) {
    const first = row * columns;
    let count = countLess(scores, first, first + width, own[row]);
    eachSeen(seen, users[row], items[row], (item) => {
      if (item >= from && item < to) count -= +(scores[first + item - from] < own[row]);
    });
    lesser[row] = count;
  }
  return { lesser, own };
}

/**
 * `rank` a block of positives at a time, with a pause after each, so that a caller can give the event loop a turn.
 *
 * @param blockSize positives ranked at once. Default: as many as 64 MiB of scores allow.
 * @param most scores that exist at once. Default 64 MiB of floats.
 */
export function* rankBlocks(
  model: Scorer,
  split: Split,
  part: HeldOutPart,
  blockSize?: number,
  most?: number,
): Generator<undefined, Ranks, undefined> {
  const { users, items, itemCount, userCount } = split[part];
  const order = groupRows(users, userCount).rows;
  const seen = seenParts(split, part).map(seenItems);
  const ranks = new Int32Array(users.length);
  const tiles = scoreTiles(model, itemCount, most);
  const rowsAtOnce = blockSize ?? tiles.rows;
  try {
    for (let start = 0; start < order.length; start += rowsAtOnce) {
      const rows = order.subarray(start, start + rowsAtOnce);
      const block: Block = { users: rows.map((row) => users[row]), items: rows.map((row) => items[row]) };
      // Every item but the seen ones, and the positive itself among them, which ranks first where all others are less.
      const atLeast = new Int32Array(rows.length).fill(itemCount);
      block.users.forEach((user, row) => eachSeen(seen, user, block.items[row], () => (atLeast[row] -= 1)));
      for (let index = 0; index < tiles.ranges.length; index++) {
        const { lesser, own } = lesserInRange(tiles, index, block, seen);
        const bad = own.findIndex((score) => Number.isNaN(score));
        // Comparisons with NaN are all false, which would give a broken model a rank.
        if (bad >= 0) {
          throw new NotANumberScoreError(
            `The model's score of item ${block.items[bad]} for user ${block.users[bad]} is not a number, so it cannot be ranked.`,
          );
        }
        lesser.forEach((count, row) => (atLeast[row] -= count));
      }
      rows.forEach((row, at) => (ranks[row] = atLeast[at]));
      yield;
    }
  } finally {
    tiles.dispose();
  }
  return { part, users, items, ranks, candidates: itemCount };
}

/**
 * Ranks every held-out positive of a part against every item that its user has not seen.
 *
 * Every item is scored once for each positive, in blocks: memory stays under 250 MB beyond the vectors and the one copy of the item
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

import type { Tensor1D } from "@tensorflow/tfjs-node";
import { entriesAt, plainResult, tf } from "../engine";
import { groupRows, type HeldOutPart, type Pairs, type Split } from "../splitting";
import type { Scorer } from "./scorer";
import { scoreTiles, type ItemRange, type ScoreTiles } from "./scoreTiles";

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

/**
 * What a block's users have seen of one range, but for the positives themselves: at which places of the tile, row by row,
 * and where each row's begin, shape [positives + 1].
 */
function seenPlaces(
  { users, items }: Block,
  seen: readonly SeenItems[],
  { from, to }: ItemRange,
  columns: number,
): { readonly places: Int32Array; readonly starts: Int32Array } {
  let most = 0;
  for (const { offsets } of seen) for (const user of users) most += offsets[user + 1] - offsets[user];
  const places = new Int32Array(most);
  const starts = new Int32Array(users.length + 1);
  let found = 0;
  for (let row = 0; row < users.length; row++) {
    const [user, positive] = [users[row], items[row]];
    const first = row * columns - from;
    for (const { offsets, items: seenItems } of seen) {
      for (let at = offsets[user]; at < offsets[user + 1]; at++) {
        const item = seenItems[at];
        if (item !== positive && item >= from && item < to) places[found++] = first + item;
      }
    }
    starts[row + 1] = found;
  }
  return { places: places.subarray(0, found), starts };
}

/**
 * For each positive of a block, how many items of one range score at least as much: all that are not seen, less those
 * that score less. Counting the lesser ones makes a score that is not a number count against the positive.
 *
 * The engine counts, and hands out the scores of seen items alone: to bring a tile of scores here takes longer than to
 * compute it.
 */
function atLeastInRange(
  tiles: ScoreTiles,
  index: number,
  block: Block,
  seen: readonly SeenItems[],
): { atLeast: Int32Array; own: Float32Array } {
  const size = block.users.length;
  const range = tiles.ranges[index];
  const width = range.to - range.from;
  const whole = tiles.ranges.length === 1;
  return plainResult(() => {
    const all = tiles.scores(block.users, index, whole ? undefined : block.items);
    const [, columns] = all.shape;
    const ofOwn = entriesAt(
      all,
      block.items.map((item, row) => row * columns + (whole ? item : width + row)),
    );
    const scores = whole ? all : tf.slice(all, [0, 0], [size, width]);
    const isLess = tf.less(scores, ofOwn.reshape([size, 1]));
    const lesser = tf.sum<Tensor1D>(tf.cast(isLess, "float32"), 1).dataSync<"float32">();
    const own = ofOwn.dataSync<"float32">().slice();
    const { places, starts } = seenPlaces(block, seen, range, columns);
    const ofSeen = places.length > 0 ? entriesAt(all, places).dataSync<"float32">() : new Float32Array(0);
    const atLeast = new Int32Array(size);
    for (let row = 0; row < size; row++) {
      const [start, end] = [starts[row], starts[row + 1]];
      let lesserSeen = 0;
      for (let place = start; place < end; place++) lesserSeen += +(ofSeen[place] < own[row]);
      atLeast[row] = width - (end - start) - (lesser[row] - lesserSeen);
    }
    return { atLeast, own };
  });
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
      const atLeast = new Int32Array(rows.length);
      for (let index = 0; index < tiles.ranges.length; index++) {
        const inRange = atLeastInRange(tiles, index, block, seen);
        const bad = inRange.own.findIndex((score) => Number.isNaN(score));
        // Comparisons with NaN are all false, which would give a broken model a rank.
        if (bad >= 0) {
          throw new NotANumberScoreError(
            `The model's score of item ${block.items[bad]} for user ${block.users[bad]} is not a number, so it cannot be ranked.`,
          );
        }
        inRange.atLeast.forEach((count, row) => (atLeast[row] += count));
      }
      // The positive is among those that score at least as much as it does.
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

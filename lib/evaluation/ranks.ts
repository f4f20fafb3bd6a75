import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { plainResult, tf } from "../engine";
import { groupRows, type GroupedRows, type HeldOutPart, type Pairs, type Split } from "../splitting";
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

/** The positives that are ranked at once, one a row of the tiles. */
interface Block {
  /** User and item of each positive, shape [positives]. */
  readonly users: Int32Array;
  readonly items: Int32Array;
  /** What their users have seen, but for the positive itself: row of the block and item, shape [seen]. */
  readonly seenRows: Int32Array;
  readonly seenItems: Int32Array;
}

function blockOf(
  rows: Int32Array,
  positives: Pairs,
  seen: readonly { pairs: Pairs; grouped: GroupedRows }[],
): Block {
  const users = rows.map((row) => positives.users[row]);
  const items = rows.map((row) => positives.items[row]);
  let size = 0;
  for (const { grouped } of seen) {
    for (const user of users) size += grouped.offsets[user + 1] - grouped.offsets[user];
  }
  const seenRows = new Int32Array(size);
  const seenItems = new Int32Array(size);
  let found = 0;
  users.forEach((user, row) => {
    for (const { pairs, grouped } of seen) {
      for (let at = grouped.offsets[user]; at < grouped.offsets[user + 1]; at++) {
        const item = pairs.items[grouped.rows[at]];
        if (item === items[row]) continue;
        seenRows[found] = row;
        seenItems[found++] = item;
      }
    }
  });
  return { users, items, seenRows: seenRows.subarray(0, found), seenItems: seenItems.subarray(0, found) };
}

/** Positions in a matrix, int32 [n, 2]. */
function positionsOf(rows: Int32Array, columns: Int32Array): Tensor2D {
  const positions = new Int32Array(2 * rows.length);
  rows.forEach((row, at) => {
    positions[2 * at] = row;
    positions[2 * at + 1] = columns[at];
  });
  return tf.tensor2d(positions, [rows.length, 2], "int32");
}

/** The entries of a block's seen items that lie in a range, as columns of it. */
function seenWithin({ seenRows, seenItems }: Block, { from, to }: ItemRange): [Int32Array, Int32Array] {
  const kept = Int32Array.from(seenItems.keys()).filter((at) => seenItems[at] >= from && seenItems[at] < to);
  return [kept.map((at) => seenRows[at]), kept.map((at) => seenItems[at] - from)];
}

/**
 * For each positive of a block, how many items of one range score less: of all items, minus those of the seen ones.
 * Counting the lesser ones makes a score that is not a number count against the positive.
 */
function lesserInRange(
  tiles: ScoreTiles,
  index: number,
  block: Block,
): { lesser: Int32Array; own: Float32Array } {
  const size = block.users.length;
  const range = tiles.ranges[index];
  const width = range.to - range.from;
  const whole = tiles.ranges.length === 1;
  return plainResult(() => {
    const all = tiles.scores(block.users, index, whole ? undefined : block.items);
    const rows = Int32Array.from({ length: size }, (_, row) => row);
    const ownColumns = whole ? block.items : rows.map((row) => width + row);
    const own = tf.gatherND(all, positionsOf(rows, ownColumns)) as Tensor1D;
    const scores = whole ? all : tf.slice(all, [0, 0], [size, width]);
    const count = (less: Tensor): Tensor1D => tf.sum<Tensor1D>(tf.cast(less, "float32"), 1);
    let lesser = count(tf.less(scores, own.reshape([size, 1])));
    const [seenRows, seenColumns] = whole ? [block.seenRows, block.seenItems] : seenWithin(block, range);
    if (seenRows.length > 0) {
      const rowOfSeen = tf.tensor1d(seenRows, "int32");
      const seenScores = tf.gatherND(scores, positionsOf(seenRows, seenColumns));
      const less = tf.cast(tf.less(seenScores, tf.gather(own, rowOfSeen)), "float32");
      lesser = tf.sub(lesser, tf.unsortedSegmentSum(less, rowOfSeen, size));
    }
    return { lesser: Int32Array.from(lesser.dataSync()), own: own.dataSync<"float32">().slice() };
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
  const seen = seenParts(split, part).map((pairs) => ({ pairs, grouped: groupRows(pairs.users, userCount) }));
  const ranks = new Int32Array(users.length);
  const tiles = scoreTiles(model, itemCount, most);
  const rowsAtOnce = blockSize ?? tiles.rows;
  try {
    for (let start = 0; start < order.length; start += rowsAtOnce) {
      const rows = order.subarray(start, start + rowsAtOnce);
      const block = blockOf(rows, split[part], seen);
      // Every item but the seen ones, and the positive itself among them, which ranks first where all others are less.
      const atLeast = new Int32Array(rows.length).fill(itemCount);
      for (const row of block.seenRows) atLeast[row] -= 1;
      for (let index = 0; index < tiles.ranges.length; index++) {
        const { lesser, own } = lesserInRange(tiles, index, block);
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

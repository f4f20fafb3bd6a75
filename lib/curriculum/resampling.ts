import { shuffleInPlace, type RandomStream } from "../random";
import { groupRows, type Pairs } from "../splitting";
import { cappedRows } from "./cappedRows";
import { checkShots } from "./headAndTail";

/** Under-sampling: head items' samples cut to `count` each, drawn without replacement. */
export function underSampledRows(train: Pairs, count: number, random: RandomStream): Int32Array {
  checkShots(count);
  return cappedRows(train.items, train.itemCount, count, random);
}

/** Options of over-sampling. */
export interface OverSamplingOptions {
  /** Samples that every item is brought up to. */
  readonly count: number;
  /** A sample is repeated at most this many times, so that an item with one sample is not learnt by heart. */
  readonly mostRepeats: number;
}

/**
 * Over-sampling: tail items' samples repeated until every item has `count`, or each of its samples has been repeated
 * `mostRepeats` times. All rows of an item are repeated equally often, but for a remainder that is drawn.
 */
export function overSampledRows(
  train: Pairs,
  { count, mostRepeats }: OverSamplingOptions,
  random: RandomStream,
): Int32Array {
  checkShots(count);
  const { offsets, rows } = groupRows(train.items, train.itemCount);
  const repeated: number[] = [];
  for (let item = 0; item < train.itemCount; item++) {
    const own = shuffleInPlace(rows.slice(offsets[item], offsets[item + 1]), random);
    const wanted = Math.max(own.length, Math.min(count, own.length * mostRepeats));
    for (let sample = 0; sample < wanted; sample++) repeated.push(own[sample % own.length]);
  }
  return Int32Array.from(repeated).sort();
}

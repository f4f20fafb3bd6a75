import type { GroupedRows, Pairs } from "../splitting";

/** Which candidates do not count for which sample: 1 where they do not, shape [samples, candidates]. */
export interface CandidateMask {
  readonly values: Float32Array;
  /** Marks every candidate of the given item, from candidate `from` on. */
  markItem(sample: number, item: number, from?: number): void;
  /** Marks candidates `from` to below `to`, except `kept`. */
  markAllBut(sample: number, from: number, to: number, kept: number): void;
}

/** @param items item of each candidate, or null for all items in order. */
export function candidateMask(samples: number, items: Int32Array | null, itemCount: number): CandidateMask {
  const width = items ? items.length : itemCount;
  const values = new Float32Array(samples * width);
  // Candidates of one item form a list: `last` is the item's last candidate, `previous` the one before it. A map, for an
  // array of all items would be filled anew for every batch.
  const last = items && new Map<number, number>();
  const previous = items && new Int32Array(width);
  items?.forEach((item, candidate) => {
    previous![candidate] = last!.get(item) ?? -1;
    last!.set(item, candidate);
  });
  return {
    values,
    markItem: (sample, item, from = 0) => {
      if (!last || !previous) {
        values[sample * width + item] = 1;
        return;
      }
      for (let candidate = last.get(item) ?? -1; candidate >= from; candidate = previous[candidate]) {
        values[sample * width + candidate] = 1;
      }
    },
    markAllBut: (sample, from, to, kept) => {
      values.fill(1, sample * width + from, sample * width + to);
      if (kept >= from && kept < to) values[sample * width + kept] = 0;
    },
  };
}

/**
 * Marks, for each sample, the candidates that are other training positives of its user; its own positive stays.
 *
 * @param byUser the training pairs' rows by user.
 */
export function markOtherPositives(
  mask: CandidateMask,
  batch: Int32Array,
  { users, items }: Pairs,
  byUser: GroupedRows,
): void {
  batch.forEach((row, sample) => {
    const user = users[row];
    for (let at = byUser.offsets[user]; at < byUser.offsets[user + 1]; at++) {
      const item = items[byUser.rows[at]];
      if (item !== items[row]) mask.markItem(sample, item);
    }
  });
}

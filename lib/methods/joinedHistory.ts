import type { EpochRecord } from "../training";

/** The epochs of one training run after those of another, numbered on. */
export function joinedHistory(first: readonly EpochRecord[], second: readonly EpochRecord[]): EpochRecord[] {
  return [...first, ...second.map((record) => ({ ...record, epoch: first.length + record.epoch }))];
}

import { allRows } from "./stage";
import { itemCounts, userCounts, type Pairs } from "../splitting";

/** The curriculum's cut: rows of items with at least k training samples, and rows of the rest. */
export interface HeadAndTailRows {
  /** Rows of I_h(k), items with at least k training samples. */
  readonly head: Int32Array;
  /** Rows of I_t(k), the rest. */
  readonly tail: Int32Array;
}

/** k as a number of samples: a whole number from 1. Throws otherwise. */
export function checkShots(k: number): void {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a whole number from 1, but it is ${k}.`);
}

/** Splits the training rows by the curriculum's cut k. Not the reporting cut, which goes by a share of the items. */
export function headAndTailRows(train: Pairs, k: number): HeadAndTailRows {
  checkShots(k);
  const counts = itemCounts(train);
  const rows = allRows(train);
  return {
    head: rows.filter((row) => counts[train.items[row]] >= k),
    tail: rows.filter((row) => counts[train.items[row]] < k),
  };
}

/** Whose samples a few-shot draw caps. */
export type FewShotSide = "items" | "users" | "both";

/** Rows of head items, of active users (with at least k training samples), or of both at once. */
export function headRows(train: Pairs, k: number, side: FewShotSide): Int32Array {
  checkShots(k);
  const ofItem = itemCounts(train);
  const ofUser = userCounts(train);
  return allRows(train).filter(
    (row) =>
      (side === "users" || ofItem[train.items[row]] >= k) &&
      (side === "items" || ofUser[train.users[row]] >= k),
  );
}

import type { RandomStream } from "../random";
import type { Pairs } from "../splitting";
import { cappedRows } from "./cappedRows";
import { checkShots, headAndTailRows } from "./headAndTail";

/** Options of a few-shot draw. */
export interface FewShotOptions {
  /** Samples of every head item, the items with at least k training samples. */
  readonly k: number;
  /** Leaves the tail's samples out: MIRec's model-level transfer without its curriculum. Default false. */
  readonly headOnly?: boolean;
}

/**
 * Omega(k): exactly k samples of every head item, drawn without replacement, and ALL samples of every tail item,
 * so that the tail keeps its own distribution (Eq 8). Rows of the training pairs, ascending.
 */
export function fewShotDraw(
  train: Pairs,
  { k, headOnly = false }: FewShotOptions,
  random: RandomStream,
): Int32Array {
  checkShots(k);
  const drawn = cappedRows(train.items, train.itemCount, k, random);
  if (!headOnly) return drawn;
  const isHead = new Uint8Array(train.items.length);
  for (const row of headAndTailRows(train, k).head) isHead[row] = 1;
  return drawn.filter((row) => isHead[row] === 1);
}

/** Omega_user(k): the same on the user side: every active user is capped at k samples, all others keep theirs. */
export function fewShotUserDraw(train: Pairs, k: number, random: RandomStream): Int32Array {
  checkShots(k);
  return cappedRows(train.users, train.userCount, k, random);
}

import type { RandomStream } from "../random";
import type { Pairs } from "../splitting";
import { cappedRows } from "./cappedRows";
import { checkShots, headRows, type FewShotSide } from "./headAndTail";
import { allRows } from "./stage";

/** Options of a few-shot draw. */
export interface FewShotOptions {
  /** Samples of every head item, the items with at least k training samples. */
  readonly k: number;
  /** Whose samples are capped at k: items', users' (Omega_user(k)), or first the one and then the other. Default "items". */
  readonly side?: FewShotSide;
  /** Leaves the tail's samples out: MIRec's model-level transfer without its curriculum. Default false. */
  readonly headOnly?: boolean;
}

/**
 * Omega(k): exactly k samples of every head item, drawn without replacement, and ALL samples of every tail item,
 * so that the tail keeps its own distribution (Eq 8). The same for users: every active user is capped at k samples,
 * all others keep theirs. Rows of the training pairs, ascending.
 */
export function fewShotDraw(
  train: Pairs,
  { k, side = "items", headOnly = false }: FewShotOptions,
  random: RandomStream,
): Int32Array {
  checkShots(k);
  let rows = side === "users" ? allRows(train) : cappedRows(train.items, train.itemCount, k, random);
  if (side !== "items") {
    const users = rows.map((row) => train.users[row]);
    const drawn = cappedRows(users, train.userCount, k, random);
    rows = drawn.map((position) => rows[position]);
  }
  if (!headOnly) return rows;
  const isHead = new Uint8Array(train.items.length);
  const head = headRows(train, k, side);
  for (let position = 0; position < head.length; position++) isHead[head[position]] = 1;
  return rows.filter((row) => isHead[row] === 1);
}

import type { Interactions } from "../data";
import { leaveLastOut } from "./leaveLastOut";
import { randomHoldOut } from "./randomHoldOut";
import type { Split } from "./split";

/** Options of the split that a data set gets where nobody says. */
export interface DefaultSplitOptions {
  /** Of the random hold-out; leave-last-out draws nothing. */
  readonly seed: number;
}

/**
 * The split that fits a data set: leave-last-out where a user's interactions have times, else a random hold-out with
 * this seed. `split.name` says which it was.
 */
export function defaultSplit(data: Interactions, { seed }: DefaultSplitOptions): Split {
  return data.timeScope === "none" ? randomHoldOut(data, { seed }) : leaveLastOut(data);
}

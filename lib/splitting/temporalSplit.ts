import type { Interactions } from "../data";
import { Part, partition } from "./partition";
import type { Split } from "./split";

/** Shares of the rows, by time, of a global temporal split. */
export interface TemporalSplitOptions {
  /** Share of the rows, the latest, that are for test. Default 0.1. */
  readonly testShare?: number;
  /** Share of the rows just before those that are for validation. Default 0.1. */
  readonly validationShare?: number;
}

const share = (value: number, name: string): number => {
  if (value > 0 && value < 1) return value;
  throw new RangeError(`${name} must lie between 0 and 1, but it is ${value}.`);
};

/**
 * Global temporal split: what happened before one moment is for training, what came next for validation, the rest
 * for test. Nothing is learnt from the future of anybody. A user may have any number of held-out items.
 *
 * The cuts fall between moments, so rows of one moment stay in one part and the shares are met as nearly as that
 * allows, never exceeded. Held-out users without a training row stay held out: a method must score them unseen.
 *
 * @throws when the times of the data set do not compare across users, and when a part would be empty.
 */
export function temporalSplit(data: Interactions, options: TemporalSplitOptions = {}): Split {
  const testShare = share(options.testShare ?? 0.1, "testShare");
  const validationShare = share(options.validationShare ?? 0.1, "validationShare");
  if (testShare + validationShare >= 1) {
    throw new RangeError(
      "testShare and validationShare leave nothing for training; together they must be below 1.",
    );
  }
  if (data.timeScope !== "global") {
    const reason =
      data.timeScope === "none"
        ? "has no times"
        : "has times that order one user's rows but say nothing across users";
    throw new Error(
      `"${data.name}" ${reason}, so it cannot be cut at one moment; use leaveLastOut or randomHoldOut.`,
    );
  }
  const times = data.order.slice().sort();
  const cut = (shareAfter: number): number => times[Math.ceil(times.length * (1 - shareAfter)) - 1];
  const validationAfter = cut(testShare + validationShare);
  const testAfter = cut(testShare);
  const parts = new Uint8Array(data.users.length);
  const trained = new Uint8Array(data.userIds.length);
  const heldOut = new Uint8Array(data.userIds.length);
  for (let row = 0; row < parts.length; row++) {
    const time = data.order[row];
    parts[row] = time > testAfter ? Part.test : time > validationAfter ? Part.validation : Part.train;
    (parts[row] === Part.train ? trained : heldOut)[data.users[row]] = 1;
  }
  const trainingOnlyUsers = trained.filter((value, user) => value && !heldOut[user]).length;
  const name = `temporal(validation ${validationShare}, test ${testShare})`;
  const split = partition(name, data, parts, trainingOnlyUsers);
  for (const part of ["train", "validation", "test"] as const) {
    if (split[part].users.length > 0) continue;
    throw new Error(
      `A temporal split of "${data.name}" leaves its ${part} part empty, because too many rows are of one moment; choose other shares.`,
    );
  }
  return split;
}

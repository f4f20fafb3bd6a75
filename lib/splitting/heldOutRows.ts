import type { Interactions } from "../data";
import { Part, partition } from "./partition";
import type { Split } from "./split";

/** Fewest interactions of a user of whom two can be held out and one is left to learn from. */
export const fewestInteractions = 3;

/** The rows that are held out, one each a user; of users with fewer than 3 interactions it does not matter. */
export interface HeldOutRows {
  /** Shape [users]. */
  readonly validation: Int32Array;
  /** Shape [users]. */
  readonly test: Int32Array;
}

/**
 * The split that holds out one row of each user for validation and another for test. Users with fewer than 3
 * interactions stay in training only and are counted.
 */
export function heldOutRows(name: string, data: Interactions, { validation, test }: HeldOutRows): Split {
  const parts = new Uint8Array(data.users.length);
  const counts = new Int32Array(data.userIds.length);
  for (let row = 0; row < data.users.length; row++) counts[data.users[row]] += 1;
  let trainingOnlyUsers = 0;
  for (let user = 0; user < counts.length; user++) {
    if (counts[user] < fewestInteractions) {
      trainingOnlyUsers += 1;
      continue;
    }
    parts[validation[user]] = Part.validation;
    parts[test[user]] = Part.test;
  }
  return partition(name, data, parts, trainingOnlyUsers);
}

import { groupRows, type Interactions } from "../data";
import { Part, partition } from "./partition";
import type { Split } from "./split";

/** Fewest interactions of a user of whom two can be held out and one is left to learn from. */
const fewestInteractions = 3;

/** The rows of one user that are held out. */
export interface HeldOutRows {
  readonly validation: number;
  readonly test: number;
}

/**
 * Holds out one row of each user for validation and another for test. Users with fewer than 3 interactions stay in
 * training only and are counted.
 *
 * @param choose picks the two from a user's rows, which are in file order; asked user by user, in index order.
 */
export function holdOutPerUser(
  name: string,
  data: Interactions,
  choose: (rows: Int32Array) => HeldOutRows,
): Split {
  const parts = new Uint8Array(data.users.length);
  const { offsets, rows } = groupRows(data.users, data.userIds.length);
  let trainingOnlyUsers = 0;
  for (let user = 0; user < data.userIds.length; user++) {
    const own = rows.subarray(offsets[user], offsets[user + 1]);
    if (own.length < fewestInteractions) {
      trainingOnlyUsers += 1;
      continue;
    }
    const { validation, test } = choose(own);
    parts[validation] = Part.validation;
    parts[test] = Part.test;
  }
  return partition(name, data, parts, trainingOnlyUsers);
}

import type { Interactions } from "../data";
import { randomStream } from "../random";
import { groupRows } from "./groupedRows";
import { Part, partition } from "./partition";
import type { Split } from "./split";

const fewestInteractions = 3;

/**
 * Holds out one random item of each user for test and another for validation: for data without times.
 *
 * Users with fewer than 3 interactions stay in training only and are counted.
 */
export function randomHoldOut(data: Interactions, { seed }: { readonly seed: number }): Split {
  const random = randomStream(seed, "random hold-out");
  const parts = new Uint8Array(data.users.length);
  const { offsets, rows } = groupRows(data.users, data.userIds.length);
  let trainingOnlyUsers = 0;
  for (let user = 0; user < data.userIds.length; user++) {
    const own = rows.subarray(offsets[user], offsets[user + 1]);
    if (own.length < fewestInteractions) {
      trainingOnlyUsers += 1;
      continue;
    }
    const test = random.integer(own.length);
    const other = random.integer(own.length - 1);
    parts[own[test]] = Part.test;
    parts[own[other < test ? other : other + 1]] = Part.validation;
  }
  return partition(`random-hold-out(seed ${seed})`, data, parts, trainingOnlyUsers);
}

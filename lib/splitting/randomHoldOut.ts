import { groupRows, type Interactions } from "../data";
import { randomStream } from "../random";
import { fewestInteractions, heldOutRows } from "./heldOutRows";
import type { Split } from "./split";

/**
 * Holds out one random item of each user for test and another for validation: for data without times.
 *
 * Users with fewer than 3 interactions stay in training only and are counted.
 */
export function randomHoldOut(data: Interactions, { seed }: { readonly seed: number }): Split {
  const random = randomStream(seed, "random hold-out");
  const { offsets, rows } = groupRows(data.users, data.userIds.length);
  const test = new Int32Array(data.userIds.length).fill(-1);
  const validation = new Int32Array(data.userIds.length).fill(-1);
  for (let user = 0; user < data.userIds.length; user++) {
    const size = offsets[user + 1] - offsets[user];
    if (size < fewestInteractions) continue;
    const chosen = random.integer(size);
    const other = random.integer(size - 1);
    test[user] = rows[offsets[user] + chosen];
    validation[user] = rows[offsets[user] + (other < chosen ? other : other + 1)];
  }
  return heldOutRows(`random-hold-out(seed ${seed})`, data, { validation, test });
}

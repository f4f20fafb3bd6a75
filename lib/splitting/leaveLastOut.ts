import type { Interactions } from "../data";
import { groupRows } from "./groupedRows";
import { Part, partition } from "./partition";
import type { Split } from "./split";

/** Fewest interactions of a user of whom two can be held out and one is left to learn from. */
const fewestInteractions = 3;

/**
 * Leave-one-out by time: each user's last item is the test positive, the second last the validation positive, and
 * the rest is for training. Equal times break by file order, the later row counting as later.
 *
 * Users with fewer than 3 interactions stay in training only and are counted.
 *
 * @throws when the data set has no times: a random hold-out is for that.
 */
export function leaveLastOut(data: Interactions): Split {
  if (data.timeScope === "none") {
    throw new Error(
      `"${data.name}" has no times, so no item of a user is the last one; use randomHoldOut(data, { seed }).`,
    );
  }
  const parts = new Uint8Array(data.users.length);
  const { offsets, rows } = groupRows(data.users, data.userIds.length);
  let trainingOnlyUsers = 0;
  for (let user = 0; user < data.userIds.length; user++) {
    const own = rows.subarray(offsets[user], offsets[user + 1]);
    if (own.length < fewestInteractions) {
      trainingOnlyUsers += 1;
      continue;
    }
    let last = -1;
    let secondLast = -1;
    for (const row of own) {
      if (last < 0 || data.order[row] >= data.order[last]) {
        secondLast = last;
        last = row;
      } else if (secondLast < 0 || data.order[row] >= data.order[secondLast]) {
        secondLast = row;
      }
    }
    parts[last] = Part.test;
    parts[secondLast] = Part.validation;
  }
  return partition("leave-last-out", data, parts, trainingOnlyUsers);
}

import type { Interactions } from "../data";
import { heldOutRows, type HeldOutRows } from "./heldOutRows";
import type { Split } from "./split";

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
  return heldOutRows("leave-last-out", data, lastTwoRows(data));
}

/** Each user's last two rows by time in one pass over the rows in file order; -1 where a user has fewer. */
function lastTwoRows({ users, order, userIds }: Interactions): HeldOutRows {
  const test = new Int32Array(userIds.length).fill(-1);
  const validation = new Int32Array(userIds.length).fill(-1);
  for (let row = 0; row < users.length; row++) {
    const user = users[row];
    const [last, secondLast] = [test[user], validation[user]];
    if (last < 0 || order[row] >= order[last]) {
      validation[user] = last;
      test[user] = row;
    } else if (secondLast < 0 || order[row] >= order[secondLast]) {
      validation[user] = row;
    }
  }
  return { validation, test };
}

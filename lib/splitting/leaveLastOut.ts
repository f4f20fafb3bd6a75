import type { Interactions } from "../data";
import { holdOutPerUser } from "./holdOutPerUser";
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
  return holdOutPerUser("leave-last-out", data, (rows) => {
    let last = -1;
    let secondLast = -1;
    for (const row of rows) {
      if (last < 0 || data.order[row] >= data.order[last]) {
        secondLast = last;
        last = row;
      } else if (secondLast < 0 || data.order[row] >= data.order[secondLast]) {
        secondLast = row;
      }
    }
    return { validation: secondLast, test: last };
  });
}

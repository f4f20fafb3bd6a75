import type { Interactions } from "../data";
import { randomStream } from "../random";
import { holdOutPerUser } from "./holdOutPerUser";
import type { Split } from "./split";

/**
 * Holds out one random item of each user for test and another for validation: for data without times.
 *
 * Users with fewer than 3 interactions stay in training only and are counted.
 */
export function randomHoldOut(data: Interactions, { seed }: { readonly seed: number }): Split {
  const random = randomStream(seed, "random hold-out");
  return holdOutPerUser(`random-hold-out(seed ${seed})`, data, (rows) => {
    const test = random.integer(rows.length);
    const other = random.integer(rows.length - 1);
    return { validation: rows[other < test ? other : other + 1], test: rows[test] };
  });
}

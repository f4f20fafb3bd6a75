import type { Pairs } from "../splitting";

/** The items of one user, in file order. */
export function historyOf({ users, items }: Pairs, user: number): Int32Array {
  return items.filter((_, row) => users[row] === user);
}

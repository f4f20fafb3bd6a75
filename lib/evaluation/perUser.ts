import type { Group, Groups } from "../splitting";
import type { RankMetric } from "./metrics";
import type { Ranks } from "./ranks";

/** A number a user for each half of the cut; "overall" is their sum, whatever is summed. */
export interface ByHalf {
  /** Shape [users]. */
  readonly head: Float64Array;
  /** Shape [users]. */
  readonly tail: Float64Array;
}

/** The held-out positives of ranks, gathered by their users: statistics over users start here. */
export interface UserPositives {
  /** Users with a positive, by index, shape [users]. */
  readonly users: Int32Array;
  /** For each positive, the place of its user in `users`, shape [positives]. */
  readonly userOf: Int32Array;
  /** For each positive, whether it is of the head, shape [positives]. */
  readonly isHead: Uint8Array;
  /** Number of positives of each user. */
  readonly counts: ByHalf;
}

/** Gathers positives by user and by half of the cut. With one positive a user each user is in one half. */
export function positivesByUser(ranks: Ranks, groups: Groups): UserPositives {
  const users = Int32Array.from(new Set(ranks.users)).sort();
  const placeOf = new Map(Array.from(users, (user, place) => [user, place]));
  const userOf = ranks.users.map((user) => placeOf.get(user)!);
  const members = groups.by === "item" ? ranks.items : ranks.users;
  const isHead = Uint8Array.from(members, (member) => groups.isHead[member]);
  const counts = { head: new Float64Array(users.length), tail: new Float64Array(users.length) };
  userOf.forEach((place, row) => (counts[isHead[row] ? "head" : "tail"][place] += 1));
  return { users, userOf, isHead, counts };
}

/** Sum of a metric over each user's positives; divided by their number it is the user's mean. */
export function sumsByUser(metric: RankMetric, { ranks }: Ranks, positives: UserPositives): ByHalf {
  const { users, userOf, isHead } = positives;
  const sums = { head: new Float64Array(users.length), tail: new Float64Array(users.length) };
  ranks.forEach((rank, row) => (sums[isHead[row] ? "head" : "tail"][userOf[row]] += metric(rank)));
  return sums;
}

/** The numbers of one group: a half's own, or both halves' sum. Shape [users]. */
export function ofGroup({ head, tail }: ByHalf, group: Group): Float64Array {
  return group === "head" ? head : group === "tail" ? tail : head.map((value, place) => value + tail[place]);
}

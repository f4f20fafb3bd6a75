import type { Ranks } from "../../../lib/evaluation";
import { randomStream } from "../../../lib/random";
import { cutGroups, type Groups } from "../../../lib/splitting";

/** Items 0 .. items - 1, the more popular first; the first fifth is head. */
export function groupsOf(items: number, headShare = 0.2): Groups {
  return cutGroups(
    "item",
    Int32Array.from({ length: items }, (_, item) => items - item),
    { headShare },
  );
}

/** Ranks of one positive a user: user u's is item u modulo the number of items. */
export function ranksOf(ranks: ArrayLike<number>, items: number): Ranks {
  return {
    part: "test",
    users: Int32Array.from({ length: ranks.length }, (_, user) => user),
    items: Int32Array.from({ length: ranks.length }, (_, user) => user % items),
    ranks: Int32Array.from(ranks),
    candidates: items,
  };
}

/** Ranks from 1 to `items`, drawn with a lean to the first: the larger `skill`, the more. */
export function drawnRanks(seed: number, { users = 300, items = 100, skill = 2 } = {}): Ranks {
  const random = randomStream(seed, `ranks of skill ${skill}`);
  const ranks = Int32Array.from({ length: users }, () => 1 + Math.floor(items * random.uniform() ** skill));
  return ranksOf(ranks, items);
}

import type { Scorer } from "../evaluation";
import { popularityGroups, type Groups, type Split } from "../splitting";
import { topItems, type TopItemsOptions } from "./topItems";

/** One recommended item. */
export interface Recommendation {
  /** Item index. */
  readonly item: number;
  readonly itemId: string;
  readonly title: string;
  readonly score: number;
  /** Which reporting group it belongs to. */
  readonly group: "head" | "tail";
}

/** What one user is recommended, best first. */
export interface UserRecommendations {
  /** User index. */
  readonly user: number;
  readonly userId: string;
  /** Fewer than k where the user has fewer unseen items. */
  readonly items: readonly Recommendation[];
}

/** Options of `recommend`. */
export interface RecommendOptions extends TopItemsOptions {
  /** The reporting cut that marks items. Default: the top 20 % by training count. */
  readonly groups?: Groups;
}

/**
 * What a model recommends to one user (`users: [u]`), some, or all: items that the user has not seen, each with its
 * title and a mark, "head" or "tail". For the bare numbers of many users use `topItems`.
 *
 * @throws as `topItems` does.
 */
export function recommend(
  model: Scorer,
  split: Split,
  options: RecommendOptions = {},
): UserRecommendations[] {
  const { isHead } = options.groups ?? popularityGroups(split.train);
  const { itemIds, itemTitles, userIds } = split.data;
  const { users, k, items, scores } = topItems(model, split, options);
  return Array.from(users, (user, position) => ({
    user,
    userId: userIds[user],
    items: Array.from(items.subarray(position * k, (position + 1) * k))
      .filter((item) => item >= 0)
      .map((item, place) => ({
        item,
        itemId: itemIds[item],
        title: itemTitles[item],
        score: scores[position * k + place],
        group: isHead[item] ? ("head" as const) : ("tail" as const),
      })),
  }));
}

import type { Ranks } from "../../evaluation";
import { allGroups, type Group, type Groups } from "../../splitting";
import { meanOverSeeds, type SeedMean } from "./meanOverSeeds";

/**
 * A metric of all positives, of the head's and of the tail's, mean and standard deviation over the seeds: one point of a
 * curve over an option.
 *
 * @param ranks one a seed.
 * @param metric "HR@K", "NDCG@K" or "MRR".
 */
export function groupMeans(
  ranks: readonly Ranks[],
  groups: Groups,
  metric: string,
): Readonly<Record<Group, SeedMean>> {
  return Object.fromEntries(
    allGroups.map((group) => [group, meanOverSeeds(metric, ranks, groups, group)]),
  ) as Record<Group, SeedMean>;
}

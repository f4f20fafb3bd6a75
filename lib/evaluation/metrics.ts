import type { Group, Groups } from "../splitting";
import type { Ranks } from "./ranks";

/** What one rank earns. */
export type RankMetric = (rank: number) => number;

/** HR@K: 1 when the positive is among the first K. */
export const hitRate =
  (k: number): RankMetric =>
  (rank) =>
    rank <= k ? 1 : 0;

/** NDCG@K with one positive: 1 / log2(rank + 1) when it is among the first K. */
export const ndcg =
  (k: number): RankMetric =>
  (rank) =>
    rank <= k ? 1 / Math.log2(rank + 1) : 0;

/** MRR: 1 / rank. */
export const reciprocalRank: RankMetric = (rank) => 1 / rank;

/** Names of metrics: "HR@K" and "NDCG@K" (any whole K from 1), and "MRR". */
export const metricNamePattern = /^(?:(HR|NDCG)@([1-9]\d*)|MRR)$/;

/**
 * The metric called "HR@K", "NDCG@K" (any whole K) or "MRR".
 *
 * @throws when there is no metric of that name.
 */
export function metricNamed(name: string): RankMetric {
  const match = metricNamePattern.exec(name);
  if (!match) throw new Error(`There is no metric "${name}"; there are HR@K, NDCG@K (K from 1) and MRR.`);
  if (name === "MRR") return reciprocalRank;
  return (match[1] === "HR" ? hitRate : ndcg)(Number(match[2]));
}

/** Which positives belong to a group, by their row: by their item, or by their user. */
function inGroup({ by, isHead }: Groups, ranks: Ranks, group: Group): (row: number) => boolean {
  if (group === "overall") return () => true;
  const wanted = group === "head" ? 1 : 0;
  const members = by === "item" ? ranks.items : ranks.users;
  return (row) => isHead[members[row]] === wanted;
}

/** Number of held-out positives in a group. */
export function positivesIn(ranks: Ranks, groups: Groups, group: Group): number {
  const belongs = inGroup(groups, ranks, group);
  return ranks.items.reduce((count, _, row) => count + (belongs(row) ? 1 : 0), 0);
}

/**
 * Mean of a metric over the held-out positives of a group, as a fraction.
 *
 * @returns null when the group has no positive: not measurable, which is neither 0 nor NaN.
 */
export function meanMetric(metric: RankMetric, ranks: Ranks, groups: Groups, group: Group): number | null {
  const belongs = inGroup(groups, ranks, group);
  let sum = 0;
  let positives = 0;
  for (let row = 0; row < ranks.ranks.length; row++) {
    if (!belongs(row)) continue;
    sum += metric(ranks.ranks[row]);
    positives += 1;
  }
  return positives > 0 ? sum / positives : null;
}

/** Mean of a metric over all held-out positives, as a fraction; null when there is none. */
export function overallMetric(metric: RankMetric, { ranks }: Ranks): number | null {
  return ranks.length > 0 ? ranks.reduce((sum, rank) => sum + metric(rank), 0) / ranks.length : null;
}

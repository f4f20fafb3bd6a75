import { popularityGroups, type Pairs } from "../splitting";
import { meanMetric, type RankMetric } from "./metrics";
import type { Ranks } from "./ranks";

/** A metric per group as the reporting cut moves. */
export interface MetricByHeadShare {
  readonly headShares: readonly number[];
  readonly overall: readonly (number | null)[];
  readonly head: readonly (number | null)[];
  readonly tail: readonly (number | null)[];
}

/** A metric of the same ranks under several head shares: shows what depends on where the cut was drawn. */
export function metricByHeadShare(
  metric: RankMetric,
  ranks: Ranks,
  train: Pairs,
  headShares: readonly number[],
): MetricByHeadShare {
  const cuts = headShares.map((headShare) => popularityGroups(train, { headShare }));
  return {
    headShares,
    overall: cuts.map((groups) => meanMetric(metric, ranks, groups, "overall")),
    head: cuts.map((groups) => meanMetric(metric, ranks, groups, "head")),
    tail: cuts.map((groups) => meanMetric(metric, ranks, groups, "tail")),
  };
}

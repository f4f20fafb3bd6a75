import { meanMetric, metricNamed, type Ranks } from "../../evaluation";
import type { Group, Groups } from "../../splitting";

/** A metric over the seeds, as fractions. */
export interface SeedMean {
  /** Null where the group has no positive. */
  readonly mean: number | null;
  /** With n - 1; null with a single seed. */
  readonly standardDeviation: number | null;
}

/** Mean and standard deviation of a group's metric over the seeds. */
export function meanOverSeeds(
  metric: string,
  ranks: readonly Ranks[],
  groups: Groups,
  group: Group,
): SeedMean {
  const values = ranks
    .map((of) => meanMetric(metricNamed(metric), of, groups, group))
    .filter((value): value is number => value !== null);
  if (values.length === 0) return { mean: null, standardDeviation: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardDeviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null };
}

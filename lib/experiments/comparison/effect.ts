import type { ByHalf } from "../../evaluation";
import type { Group } from "../../splitting";
import { percentileInterval, type Interval } from "./interval";
import { groupMean } from "./pairedSample";
import { resampledMeans, type ResampledHalves } from "./resampledUsers";

/** What a method gains on the baseline in one group: the size first, with its interval. */
export interface Effect {
  /** Mean of the method less mean of the baseline, as a fraction. */
  readonly difference: number;
  /** Paired bootstrap interval of the difference; null where too few resamples have a positive of the group. */
  readonly interval: Interval | null;
  /** The difference as a share of the baseline's mean; null where that mean is 0. */
  readonly relativeDifference: number | null;
  readonly relativeInterval: Interval | null;
}

/** Values a user, and their sums in each resample. */
export interface Resampled {
  readonly values: ByHalf;
  readonly sums: ResampledHalves;
}

/**
 * The effect in one group. In every resample the group's means are taken anew over the positives that the resample drew
 * of it, so that the interval holds the chance of how many these are as well.
 *
 * @returns null where the group has no positive.
 */
export function effectIn(
  group: Group,
  difference: Resampled,
  baseline: Resampled,
  counts: Resampled,
  level: number,
): Effect | null {
  const mean = groupMean(difference.values, counts.values, group);
  const from = groupMean(baseline.values, counts.values, group);
  if (mean === null || from === null) return null;
  const means = resampledMeans(difference.sums, counts.sums, group);
  const fromMeans = resampledMeans(baseline.sums, counts.sums, group);
  return {
    difference: mean,
    interval: percentileInterval(means, level),
    relativeDifference: from > 0 ? mean / from : null,
    relativeInterval:
      from > 0
        ? percentileInterval(
            means.map((value, index) => (fromMeans[index] > 0 ? value / fromMeans[index] : NaN)),
            level,
          )
        : null,
  };
}

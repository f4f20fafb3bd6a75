import { groupCard, ofGroup, type ByHalf, type GroupCard, type UserPositives } from "../../evaluation";
import { allGroups, type Group, type Groups } from "../../splitting";
import { methodCalled, runsByMethod, type ComparedMethod, type ComparisonRun } from "./comparisonRun";
import { effectIn, type Effect, type Resampled } from "./effect";
import { meanOverSeeds, type SeedMean } from "./meanOverSeeds";
import { differenceOf, seedAverages, sharedPositives } from "./pairedSample";
import { holm, pairedWilcoxon } from "./pairedWilcoxon";
import { resampledHalves, resamplingOptions, type ResamplingOptions } from "./resampledUsers";

/** What is compared with what. */
export interface CompareOptions extends ResamplingOptions {
  /** Name of the method that the others are compared with. */
  readonly baseline: string;
  /** Cutoffs K of HR@K and NDCG@K. Default [10, 50], the papers'. */
  readonly at?: readonly number[];
  /** Names of the metrics, such as ["NDCG@50", "MRR"]; default: HR@K and NDCG@K at each K of `at`. */
  readonly metrics?: readonly string[];
}

/** One method's value of one metric in one group, and how it stands to the baseline's. */
export interface ComparisonCell extends SeedMean {
  readonly method: string;
  readonly group: Group;
  readonly metric: string;
  /** Held-out positives of the group, and the users whose they are. */
  readonly positives: number;
  readonly users: number;
  /** What the method gains on the baseline; null for the baseline itself and where the group has no positive. */
  readonly effect: Effect | null;
  /** Two-sided p of the paired Wilcoxon test over the group's users; null where there is nothing to test. */
  readonly p: number | null;
  /** The same after Holm's correction over all cells that were tested. */
  readonly adjustedP: number | null;
}

/** Several methods against a baseline, as plain values: what tables and figures are made of. */
export interface Comparison {
  readonly baseline: string;
  readonly methods: readonly ComparedMethod[];
  readonly metrics: readonly string[];
  /** One cell for each metric, group and method, in this order. */
  readonly cells: readonly ComparisonCell[];
  /** Number of cells that were tested, which Holm's correction counts. */
  readonly tests: number;
  readonly resamples: number;
  readonly level: number;
  readonly card: GroupCard;
}

/** Difference of every user's mean in a group, for the users who have a positive in it. */
function userDifferences(difference: ByHalf, { counts }: UserPositives, group: Group): Float64Array {
  const sums = ofGroup(difference, group);
  const positives = ofGroup(counts, group);
  return sums.map((sum, user) => sum / positives[user]).filter((_, user) => positives[user] > 0);
}

/**
 * Compares methods with a baseline on the same held-out positives.
 *
 * For each metric, group and method: mean and standard deviation over the seeds; the difference to the baseline; its
 * paired bootstrap interval over users, each user first averaged over the seeds (percentile method); and last the p of a
 * paired Wilcoxon test, corrected by Holm's method over the cells. Users are resampled as a whole, 10,000 times, once
 * for all cells, and a group's mean is taken anew in each resample: its number of positives varies as it would with
 * other users. The interval holds the chance of which users were measured; the chance of the seed is the standard
 * deviation beside it. Wilcoxon asks whether the users who gain outrank those who lose, not how large the mean
 * difference is, so the two may disagree.
 *
 * @throws when the baseline is not among the runs, runs are of different positives, a seed occurs twice, or an option is
 * out of its range.
 */
export function compare(runs: readonly ComparisonRun[], groups: Groups, options: CompareOptions): Comparison {
  const { resamples, level, seed } = resamplingOptions(options);
  const methods = runsByMethod(runs);
  const positives = sharedPositives(methods, groups);
  const baseline = methodCalled(options.baseline, methods);
  const others = methods.filter((method) => method !== baseline);
  const metrics = options.metrics ?? (options.at ?? [10, 50]).flatMap((k) => [`HR@${k}`, `NDCG@${k}`]);

  const columns: ByHalf[] = [positives.counts];
  for (const metric of metrics) {
    const from = seedAverages(metric, baseline, positives);
    columns.push(from, ...others.map((other) => differenceOf(seedAverages(metric, other, positives), from)));
  }
  const sums = resampledHalves(columns, { resamples, seed });
  const [counts, ...resampled] = columns.map((values, index): Resampled => ({ values, sums: sums[index] }));

  const cells = metrics.flatMap((metric, metricIndex) => {
    const [from, ...differences] = resampled.slice(
      metricIndex * methods.length,
      (metricIndex + 1) * methods.length,
    );
    return allGroups.flatMap((group) => {
      const inGroup = ofGroup(positives.counts, group);
      const size = {
        positives: inGroup.reduce((sum, count) => sum + count, 0),
        users: inGroup.filter((count) => count > 0).length,
      };
      return methods.map((method) => {
        const difference: Resampled | undefined = differences[others.indexOf(method)];
        return {
          method: method.name,
          group,
          metric,
          ...size,
          ...meanOverSeeds(metric, method.ranks, groups, group),
          effect: difference ? effectIn(group, difference, from, counts, level) : null,
          p: difference ? pairedWilcoxon(userDifferences(difference.values, positives, group)) : null,
        };
      });
    });
  });
  const adjusted = holm(cells.map(({ p }) => p));
  return {
    baseline: baseline.name,
    methods: methods.map(({ name, seeds, settingsTried }) => ({ name, seeds, settingsTried })),
    metrics,
    cells: cells.map((cell, index) => ({ ...cell, adjustedP: adjusted[index] })),
    tests: adjusted.filter((p) => p !== null).length,
    resamples,
    level,
    card: groupCard(groups, baseline.ranks[0]),
  };
}

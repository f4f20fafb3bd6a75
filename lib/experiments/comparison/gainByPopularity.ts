import { checkSamePositives, metricNamed, popularityBuckets, type PopularityBucket } from "../../evaluation";
import { randomStream } from "../../random";
import { methodCalled, runsByMethod, type ComparisonRun, type SeedRuns } from "./comparisonRun";
import { percentileInterval, type Interval } from "./interval";
import { resamplingOptions, type ResamplingOptions } from "./resampledUsers";

/** Which gain is taken apart. */
export interface GainByPopularityOptions extends ResamplingOptions {
  readonly method: string;
  readonly baseline: string;
  /** "HR@K", "NDCG@K" or "MRR". Default "NDCG@50". */
  readonly metric?: string;
  /** Neighbouring buckets are put together until each has so many positives, or there are no more. Default 20. */
  readonly leastPositives?: number;
}

/** What a method gains on the positives of one range of popularity. */
export interface BucketGain {
  /** Training samples of the items, such as "8-15". */
  readonly label: string;
  readonly items: number;
  readonly positives: number;
  /** Means over the bucket's positives, as fractions, each positive averaged over the seeds; null without a positive. */
  readonly baseline: number | null;
  readonly method: number | null;
  readonly difference: number | null;
  /** Paired bootstrap interval of the difference, over the bucket's positives. */
  readonly interval: Interval | null;
  /** The bucket's part of the overall difference: these add up to it. */
  readonly contribution: number;
}

/** A gain taken apart by popularity, as plain values. */
export interface GainByPopularity {
  readonly method: string;
  readonly baseline: string;
  readonly metric: string;
  /** The overall difference. */
  readonly difference: number;
  /** From the least popular items to the most popular. */
  readonly buckets: readonly BucketGain[];
  readonly resamples: number;
  readonly level: number;
}

const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum / values.length;
};

function valuesOf(metricName: string, { ranks }: SeedRuns): Float64Array {
  const metric = metricNamed(metricName);
  return Float64Array.from(ranks[0].ranks, (_, row) => mean(ranks.map((of) => metric(of.ranks[row]))));
}

/** The buckets with too few positives put together with the next ones; what is left over at the end, with the one before. */
function joinedBuckets(buckets: readonly PopularityBucket[], leastPositives: number): PopularityBucket[] {
  const join = (one: PopularityBucket, other: PopularityBucket): PopularityBucket => ({
    label: `${one.label.split("-")[0]}-${other.label.split("-").slice(-1)[0]}`,
    items: one.items + other.items,
    positives: one.positives + other.positives,
  });
  const joined: PopularityBucket[] = [];
  for (const bucket of buckets) {
    const last = joined[joined.length - 1];
    if (last && last.positives < leastPositives) joined[joined.length - 1] = join(last, bucket);
    else joined.push(bucket);
  }
  const [before, last] = joined.slice(-2);
  if (last && last.positives < leastPositives) joined.splice(-2, 2, join(before, last));
  return joined;
}

/**
 * Where a gain comes from: the difference between a method and a baseline for every bucket of popularity (items with 0, 1,
 * 2-3, 4-7, ... training samples, put together where there are few positives), and how much of the overall difference each
 * bucket brings. Positives are resampled within their bucket.
 *
 * @param counts training samples of each item, shape [items].
 * @throws when a method has no run, or runs are of different positives.
 */
export function gainByPopularity(
  runs: readonly ComparisonRun[],
  counts: Int32Array,
  options: GainByPopularityOptions,
): GainByPopularity {
  const { resamples, level, seed } = resamplingOptions(options);
  const { metric = "NDCG@50", leastPositives = 20 } = options;
  const wanted = runs.filter(({ name }) => name === options.method || name === options.baseline);
  const methods = runsByMethod(wanted);
  const [method, baseline] = [options.method, options.baseline].map((name) => methodCalled(name, methods));
  const named = methods.flatMap(({ name, ranks }) => ranks.map((of) => [name, of] as const));
  const { items } = checkSamePositives(named, "A gain");
  const [ours, theirs] = [method, baseline].map((of) => valuesOf(metric, of));
  const gains = ours.map((value, row) => value - theirs[row]);
  const buckets = joinedBuckets(popularityBuckets(counts, items), leastPositives);
  const lows = buckets.map(({ label }) => Number(label.split("-")[0]));
  const bucketOf = (count: number): number => lows.filter((low) => low <= count).length - 1;
  const places = items.map((item) => bucketOf(counts[item]));
  return {
    ...{ method: method.name, baseline: baseline.name, metric, resamples, level },
    difference: mean(gains),
    buckets: buckets.map((bucket, place) => {
      const rows = [...places.keys()].filter((row) => places[row] === place);
      if (rows.length === 0) {
        const nothing = { baseline: null, method: null, difference: null, interval: null };
        return { ...bucket, ...nothing, contribution: 0 };
      }
      const own = rows.map((row) => gains[row]);
      const random = randomStream(seed, `positives of bucket ${place}`);
      const means = Float64Array.from({ length: resamples }, () => {
        let sum = 0;
        for (let draw = 0; draw < own.length; draw++) sum += own[random.integer(own.length)];
        return sum / own.length;
      });
      const difference = mean(own);
      return {
        ...bucket,
        baseline: mean(rows.map((row) => theirs[row])),
        method: mean(rows.map((row) => ours[row])),
        difference,
        interval: percentileInterval(means, level),
        contribution: (difference * rows.length) / items.length,
      };
    }),
  };
}

import type { RankMetric } from "./metrics";
import type { Ranks } from "./ranks";

/** Items and held-out positives of one range of training counts. */
export interface PopularityBucket {
  /** Training counts in the bucket, such as "8-15". */
  readonly label: string;
  readonly items: number;
  readonly positives: number;
}

/** Place of a training count's bucket: 0 for 0, 1 for 1, 2 for 2-3, 3 for 4-7, ... */
const bucketOf = (count: number): number => (count === 0 ? 0 : Math.floor(Math.log2(count)) + 1);

/** Number of buckets that training counts fall into. */
const bucketsOf = (counts: Int32Array): number =>
  counts.reduce((most, count) => Math.max(most, bucketOf(count)), 0) + 1;

/** Items and held-out positives by training count, in buckets that double: 0, 1, 2-3, 4-7, 8-15, ... */
export function popularityBuckets(counts: Int32Array, positives: Int32Array): PopularityBucket[] {
  const size = bucketsOf(counts);
  const itemsIn = new Int32Array(size);
  const positivesIn = new Int32Array(size);
  for (const count of counts) itemsIn[bucketOf(count)] += 1;
  for (const item of positives) positivesIn[bucketOf(counts[item])] += 1;
  return Array.from(itemsIn, (items, bucket) => {
    const low = bucket === 0 ? 0 : 2 ** (bucket - 1);
    const high = bucket === 0 ? 0 : 2 ** bucket - 1;
    return { label: low === high ? `${low}` : `${low}-${high}`, items, positives: positivesIn[bucket] };
  });
}

/**
 * What share of a weight falls into each bucket of `popularityBuckets`, shape [buckets]: of training samples, of loss
 * weight, of held-out positives. Null where there is no weight at all.
 *
 * @param items item of each sample.
 * @param weights weight of each sample. Default: all weigh the same.
 */
export function sharesOfBuckets(
  counts: Int32Array,
  items: Int32Array,
  weights?: ArrayLike<number>,
): (number | null)[] {
  const sums = new Float64Array(bucketsOf(counts));
  items.forEach((item, row) => (sums[bucketOf(counts[item])] += weights ? weights[row] : 1));
  const total = sums.reduce((sum, part) => sum + part, 0);
  return Array.from(sums, (sum) => (total > 0 ? sum / total : null));
}

/** Mean of a metric over the positives of each bucket of `popularityBuckets`, shape [buckets]; null where there is none. */
export function metricOfBuckets(
  metric: RankMetric,
  { items, ranks }: Pick<Ranks, "items" | "ranks">,
  counts: Int32Array,
): (number | null)[] {
  const size = bucketsOf(counts);
  const [sums, positives] = [new Float64Array(size), new Int32Array(size)];
  items.forEach((item, row) => {
    const bucket = bucketOf(counts[item]);
    sums[bucket] += metric(ranks[row]);
    positives[bucket] += 1;
  });
  return Array.from(sums, (sum, bucket) => (positives[bucket] > 0 ? sum / positives[bucket] : null));
}

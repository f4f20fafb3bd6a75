/** Items and held-out positives of one range of training counts. */
export interface PopularityBucket {
  /** Training counts in the bucket, such as "8-15". */
  readonly label: string;
  readonly items: number;
  readonly positives: number;
}

/** Items and held-out positives by training count, in buckets that double: 0, 1, 2-3, 4-7, 8-15, ... */
export function popularityBuckets(counts: Int32Array, positives: Int32Array): PopularityBucket[] {
  const bucketOf = (count: number): number => (count === 0 ? 0 : Math.floor(Math.log2(count)) + 1);
  const size = counts.reduce((most, count) => Math.max(most, bucketOf(count)), 0) + 1;
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

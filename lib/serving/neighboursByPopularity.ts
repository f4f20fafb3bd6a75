import { popularityBuckets, type PopularityBucket, type VectorScorer } from "../evaluation";
import { randomStream, shuffledIndices } from "../random";
import type { Groups } from "../splitting";
import { nearestItems } from "./nearestItems";

/** What stands beside the items of one range of training counts. */
export interface NeighbourBucket extends Pick<PopularityBucket, "label" | "items"> {
  /** Items of the bucket whose neighbours were looked at. */
  readonly asked: number;
  /** Share of tail items among their neighbours; null where none was asked. */
  readonly tailShare: number | null;
}

/** How many neighbours are looked at, and of how many items. */
export interface NeighboursByPopularityOptions {
  /** Neighbours of each item. Default 10. */
  readonly k?: number;
  /** Items at most; of a larger catalogue so many are drawn. Default 2,000. */
  readonly most?: number;
  /** Seed of that draw. Default 0. */
  readonly seed?: number;
}

/**
 * What share of an item's nearest neighbours are tail items, by the item's own popularity in buckets that double. Were
 * neighbours drawn by lot, it would be the tail's share of the catalogue in every bucket.
 */
export function neighboursByPopularity(
  model: VectorScorer,
  { counts, isHead }: Groups,
  { k = 10, most = 2000, seed = 0 }: NeighboursByPopularityOptions = {},
): NeighbourBucket[] {
  const drawn = shuffledIndices(counts.length, randomStream(seed, "items whose neighbours are looked at"));
  const { items, neighbours } = nearestItems(model, { items: drawn.subarray(0, most).sort(), k });
  const owners = Int32Array.from(neighbours, (_, at) => items[Math.floor(at / k)]);
  const all = popularityBuckets(
    counts,
    owners.filter((_, at) => neighbours[at] >= 0),
  );
  const tail = popularityBuckets(
    counts,
    owners.filter((_, at) => isHead[neighbours[at]] === 0),
  );
  const asked = popularityBuckets(counts, items);
  return all.map(({ label, items, positives }, bucket) => ({
    ...{ label, items, asked: asked[bucket].positives },
    tailShare: positives > 0 ? tail[bucket].positives / positives : null,
  }));
}

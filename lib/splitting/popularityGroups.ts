import { itemCounts, itemsByPopularity } from "./popularity";
import type { Pairs } from "./split";

/** Name of a reporting group. */
export type Group = "overall" | "head" | "tail";

/** All groups, in the order in which tables show them. */
export const allGroups: readonly Group[] = ["overall", "head", "tail"];

/** What a group consists of: it stands beside every result. */
export interface GroupSize {
  readonly items: number;
  readonly trainingSamples: number;
}

/** The reporting cut: which items are head, and which tail. Not to be mixed up with the curriculum's k. */
export interface PopularityGroups {
  /** Share of the items with a training sample that are head. */
  readonly headShare: number;
  /** 1 for a head item, 0 for a tail item, shape [itemCount]. */
  readonly isHead: Uint8Array;
  /** Training samples of each item, shape [itemCount]. */
  readonly counts: Int32Array;
  /** Training samples of the least popular head item; null when there is no head. */
  readonly lowestHeadCount: number | null;
  readonly sizes: Readonly<Record<Group, GroupSize>>;
}

/** Options of `popularityGroups`. */
export interface PopularityGroupsOptions {
  /** Share of the items with a training sample that are head, from 0 to 1. Default 0.2, the papers' cut on ML-1M. */
  readonly headShare?: number;
}

/**
 * Head = the top `headShare` of the items that have training samples, by training count, ties by item index;
 * their number is rounded to nearest. All other items, those without a training sample among them, are tail.
 */
export function popularityGroups(
  train: Pairs,
  { headShare = 0.2 }: PopularityGroupsOptions = {},
): PopularityGroups {
  if (!(headShare >= 0 && headShare <= 1)) {
    throw new RangeError(`headShare must lie from 0 to 1, but it is ${headShare}.`);
  }
  const counts = itemCounts(train);
  const ranked = itemsByPopularity(counts);
  const head = ranked.subarray(0, Math.round(headShare * ranked.length));
  const isHead = new Uint8Array(train.itemCount);
  let headSamples = 0;
  for (const item of head) {
    isHead[item] = 1;
    headSamples += counts[item];
  }
  const samples = train.items.length;
  return {
    headShare,
    isHead,
    counts,
    lowestHeadCount: head.length > 0 ? counts[head[head.length - 1]] : null,
    sizes: {
      overall: { items: train.itemCount, trainingSamples: samples },
      head: { items: head.length, trainingSamples: headSamples },
      tail: { items: train.itemCount - head.length, trainingSamples: samples - headSamples },
    },
  };
}

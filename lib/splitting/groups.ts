import { byCount } from "./popularity";

/** Name of a reporting group. */
export type Group = "overall" | "head" | "tail";

/** All groups, in the order in which tables show them. */
export const allGroups: readonly Group[] = ["overall", "head", "tail"];

/** What a group consists of: it stands beside every result. */
export interface GroupSize {
  /** Number of items (or users). */
  readonly members: number;
  readonly trainingSamples: number;
}

/** The reporting cut: which items (or users) are head, and which tail. Not to be mixed up with the curriculum's k. */
export interface Groups {
  /** Whether items or users are grouped. */
  readonly by: "item" | "user";
  /** Share of the items (users) with a training sample that are head. */
  readonly headShare: number;
  /** 1 for a head item (user), 0 for a tail item (user), shape [items] ([users]). */
  readonly isHead: Uint8Array;
  /** Training samples of each item (user), shape [items] ([users]). */
  readonly counts: Int32Array;
  /** Training samples of the head item (user) with the fewest; null when there is no head. */
  readonly lowestHeadCount: number | null;
  readonly sizes: Readonly<Record<Group, GroupSize>>;
}

/** How the cut is drawn. */
export interface GroupsOptions {
  /** Share of the items (users) with a training sample that are head, from 0 to 1. Default 0.2, the papers' on ML-1M. */
  readonly headShare?: number;
}

/**
 * Head = the top `headShare` of those that have training samples, by training count, ties by index; their number is
 * rounded to nearest. All others, those without a training sample among them, are tail.
 *
 * @throws RangeError when headShare is not a share.
 */
export function cutGroups(by: Groups["by"], counts: Int32Array, { headShare = 0.2 }: GroupsOptions): Groups {
  if (!(headShare >= 0 && headShare <= 1)) {
    throw new RangeError(`headShare must lie from 0 to 1, but it is ${headShare}.`);
  }
  const ranked = byCount(counts);
  const head = ranked.subarray(0, Math.round(headShare * ranked.length));
  const isHead = new Uint8Array(counts.length);
  let headSamples = 0;
  for (const member of head) {
    isHead[member] = 1;
    headSamples += counts[member];
  }
  const samples = counts.reduce((sum, count) => sum + count, 0);
  return {
    by,
    headShare,
    isHead,
    counts,
    lowestHeadCount: head.length > 0 ? counts[head[head.length - 1]] : null,
    sizes: {
      overall: { members: counts.length, trainingSamples: samples },
      head: { members: head.length, trainingSamples: headSamples },
      tail: { members: counts.length - head.length, trainingSamples: samples - headSamples },
    },
  };
}

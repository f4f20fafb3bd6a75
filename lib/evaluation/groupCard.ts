import { count, percent, shortPercent } from "../host";
import { allGroups, type Group, type Groups } from "../splitting";
import { positivesIn } from "./metrics";
import type { Ranks } from "./ranks";

/** What a group consists of, its held-out positives among it. */
export interface GroupCardLine {
  /** Number of items, or of users where users are grouped. */
  readonly members: number;
  readonly trainingSamples: number;
  readonly positives: number;
}

/** How the head and the tail of a result were drawn: every result carries it. */
export interface GroupCard {
  readonly headShare: number;
  /** Training samples of the head item (user) with the fewest; null when there is no head. */
  readonly lowestHeadCount: number | null;
  readonly groups: Readonly<Record<Group, GroupCardLine>>;
  /** The same in one sentence. */
  readonly sentence: string;
}

const shareOf = (part: number, whole: number): string => percent(whole === 0 ? null : part / whole);

/** The group card of ranks: members, training samples and held-out positives of every group. */
export function groupCard(groups: Groups, ranks: Ranks): GroupCard {
  const line = (group: Group): GroupCardLine => ({
    ...groups.sizes[group],
    positives: positivesIn(ranks, groups, group),
  });
  const lines = Object.fromEntries(allGroups.map((group) => [group, line(group)])) as Record<
    Group,
    GroupCardLine
  >;
  const { overall, head, tail } = lines;
  const lowest =
    groups.lowestHeadCount === null
      ? ""
      : `, each with at least ${count(groups.lowestHeadCount)} training samples`;
  const sentence =
    `Head: ${count(head.members)} ${groups.by}s (top ${shortPercent(groups.headShare)}${lowest}), ` +
    `${shareOf(head.trainingSamples, overall.trainingSamples)} of ${count(overall.trainingSamples)} training samples, ` +
    `${shareOf(head.positives, overall.positives)} of ${count(overall.positives)} ${ranks.part} positives. ` +
    `Tail: ${count(tail.members)} ${groups.by}s. Every one of ${count(ranks.candidates)} items is ranked, seen ones masked.`;
  return { headShare: groups.headShare, lowestHeadCount: groups.lowestHeadCount, groups: lines, sentence };
}

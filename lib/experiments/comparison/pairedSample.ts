import {
  checkSamePositives,
  metricNamed,
  positivesByUser,
  sumsByUser,
  type ByHalf,
  type UserPositives,
} from "../../evaluation";
import type { Group, Groups } from "../../splitting";
import type { SeedRuns } from "./comparisonRun";

/** The users that all runs were measured on. @throws when runs are of different positives, or there is none. */
export function sharedPositives(settings: readonly SeedRuns[], groups: Groups): UserPositives {
  const ranks = checkSamePositives(
    settings.flatMap(({ name, ranks }) => ranks.map((of) => [name, of] as const)),
    "A comparison",
  );
  if (ranks.items.length === 0) {
    throw new Error(`The ranks (${ranks.part}) hold no positive, so there is nothing to compare.`);
  }
  return positivesByUser(ranks, groups);
}

/** A metric of one setting for every user, each user first averaged over the seeds: sums over the user's positives. */
export function seedAverages(metricName: string, setting: SeedRuns, positives: UserPositives): ByHalf {
  const metric = metricNamed(metricName);
  const average = {
    head: new Float64Array(positives.users.length),
    tail: new Float64Array(positives.users.length),
  };
  for (const ranks of setting.ranks) {
    const sums = sumsByUser(metric, ranks, positives);
    for (const half of ["head", "tail"] as const) {
      sums[half].forEach((sum, user) => (average[half][user] += sum / setting.ranks.length));
    }
  }
  return average;
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Mean over a group's positives; null where it has none. */
export function groupMean(sums: ByHalf, counts: ByHalf, group: Group): number | null {
  const of = ({ head, tail }: ByHalf): number =>
    group === "overall" ? total(head) + total(tail) : total(group === "head" ? head : tail);
  const positives = of(counts);
  return positives > 0 ? of(sums) / positives : null;
}

/** What one method's sums exceed another's by. */
export function differenceOf(one: ByHalf, other: ByHalf): ByHalf {
  const minus = (half: "head" | "tail") => one[half].map((value, user) => value - other[half][user]);
  return { head: minus("head"), tail: minus("tail") };
}

import { allGroups, type Group, type Groups } from "../../splitting";
import { compare, type ComparisonRun, type Effect, type SeedMean } from "../comparison";

/** What was measured of one method in groups of items or of users. */
export interface StudyMeans {
  /** Mean and standard deviation over the seeds, as fractions, by group and metric. */
  readonly test: Readonly<Record<Group, Readonly<Record<string, SeedMean>>>>;
  /** What it gains on the base-learner in the study's metric; null of the base-learner itself. */
  readonly gains: Readonly<Record<Group, Effect | null>> | null;
}

/** One value for each group. */
export const byGroup = <Value>(value: (group: Group) => Value): Readonly<Record<Group, Value>> =>
  Object.fromEntries(allGroups.map((group) => [group, value(group)])) as Record<Group, Value>;

/**
 * Means of each method's runs in groups, and its gains on the base-learner.
 *
 * @param runs of all methods, the base-learner among them.
 * @param metrics to tell; of `metric`, one of them, the gains.
 */
export function studyMeans(
  runs: readonly ComparisonRun[],
  groups: Groups,
  { baseline, metrics, metric }: Readonly<{ baseline: string; metrics: readonly string[]; metric: string }>,
): (name: string) => StudyMeans {
  const { cells } = compare(runs, groups, { baseline, metrics });
  return (name) => {
    const cell = (group: Group, of: string): (typeof cells)[number] =>
      cells.find((one) => one.method === name && one.group === group && one.metric === of)!;
    return {
      test: byGroup((group) =>
        Object.fromEntries(
          metrics.map((of) => {
            const { mean, standardDeviation } = cell(group, of);
            return [of, { mean, standardDeviation }];
          }),
        ),
      ),
      gains: name === baseline ? null : byGroup((group) => cell(group, metric).effect),
    };
  };
}

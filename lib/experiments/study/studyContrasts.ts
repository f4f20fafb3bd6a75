import type { Group, Groups } from "../../splitting";
import type { CriterionOptions } from "../../evaluation";
import { compare, type ComparisonRun, type Effect } from "../comparison";
import type { Study } from "./study";
import { byGroup } from "./studyMeans";

/** What one method of a study gains on another that the same criterion chose, in the study's metric. */
export interface StudyContrast {
  readonly method: string;
  readonly against: string;
  readonly criterion: CriterionOptions["criterion"];
  readonly gains: Readonly<Record<Group, Effect | null>>;
}

/** The test ranks of a method on every seed, as one criterion chose it; undefined where they are not all there. */
export type RunsOf = (
  name: string,
  criterion: CriterionOptions["criterion"],
) => readonly ComparisonRun[] | undefined;

/** The contrasts that a study asks for, of those methods that are measured. */
export function studyContrasts(
  { contrasts = [], metric = "NDCG@50" }: Study,
  criteria: readonly CriterionOptions["criterion"][],
  groups: Groups,
  runsOf: RunsOf,
): StudyContrast[] {
  return criteria.flatMap((criterion) =>
    contrasts.flatMap(([method, against]): StudyContrast[] => {
      const [own, other] = [runsOf(method, criterion), runsOf(against, criterion)];
      if (!own || !other) return [];
      const { cells } = compare([...own, ...other], groups, { baseline: against, metrics: [metric] });
      const gain = (group: Group): Effect | null =>
        cells.find((cell) => cell.method === method && cell.group === group)!.effect;
      return [{ method, against, criterion, gains: byGroup(gain) }];
    }),
  );
}

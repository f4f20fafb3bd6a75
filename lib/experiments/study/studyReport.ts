import { groupCard, type CriterionOptions, type GroupCard } from "../../evaluation";
import { cutGroups, type Groups } from "../../splitting";
import {
  curveGap,
  headTailCurves,
  type ComparisonRun,
  type HeadTailCurve,
  type Interval,
} from "../comparison";
import type { RunRecord } from "../runRecord";
import { withoutControlMetrics } from "../withoutControlMetrics";
import type { Study } from "./study";
import { strengthOf, studyName, studyNames } from "./studyNames";
import { studyMeans, type StudyMeans } from "./studyMeans";
import { studyContrasts, type RunsOf, type StudyContrast } from "./studyContrasts";
import type { MeasuredStudy, StudyLeft, StudyOutcome } from "./studyOutcome";
import { studyCriteria } from "./studyRequests";

/** How far a method lies above the references' curves. */
export interface StudyGap {
  /** Tail above the better reference at equal head, as a fraction; null where they share no head. */
  readonly gap: number | null;
  readonly interval: Interval | null;
  /** Share of the method's curve, or 1 or 0 of a point, that could be judged. */
  readonly covered: number;
}

/** A method as one criterion chose it, measured on test. */
export interface StudiedMethod extends StudyMeans {
  readonly name: string;
  readonly criterion: CriterionOptions["criterion"];
  /** The values of its grid that were chosen, of how many settings (0: another method's), with their validation value. */
  readonly setting: Readonly<Record<string, unknown>>;
  readonly settingsTried: number;
  readonly validation: number | null;
  /** The study's metric of head users, the most active by the study's cut, and tail users; left out of older results. */
  readonly users?: StudyMeans;
  /** Null without references, and of the references themselves. */
  readonly aboveReferences: StudyGap | null;
  /** What each seed's model tells of itself, such as lambda_p and how far F moves. */
  readonly chosen: readonly RunRecord["chosen"][];
  /** SHA-256 of the library's code that it was measured with, each once; left out of older results. */
  readonly code?: readonly string[];
}

/** A study summed up, small and plain: what is committed and shown. */
export interface StudyReport {
  /** The command that makes it; left out of one that no command made. */
  readonly command?: string;
  readonly study: Study;
  readonly data: RunRecord["data"];
  readonly versions: RunRecord["versions"];
  /** Other versions that some of it was measured with, where a result was added to an earlier one. */
  readonly earlierVersions?: readonly RunRecord["versions"][];
  readonly card: GroupCard;
  /** Options that were chosen for the base-learner. */
  readonly base: Readonly<Record<string, unknown>>;
  readonly methods: readonly StudiedMethod[];
  /** The methods' curves through the head-tail plane, each with its gap. */
  readonly curves: readonly (HeadTailCurve & { readonly aboveReferences: StudyGap | null })[];
  readonly contrasts: readonly StudyContrast[];
  /** What is not measured yet, or failed. */
  readonly left: readonly StudyLeft[];
}

type Finished = Extract<StudyOutcome, { readonly status: "finished" }>;

const isFinished = (outcome: StudyOutcome): outcome is Finished => outcome.status === "finished";
const metricNames = (study: Study): string[] => [
  ...new Set(["HR@10", "NDCG@10", "HR@50", "NDCG@50", study.metric ?? "NDCG@50"]),
];

/** Runs of a comparison, those of curves with their strength. */
const asRun = ({ name, curveValue, run }: Finished): ComparisonRun => ({
  ...{ name, seed: run.record.specification.seed, ranks: run.ranks.test },
  ...(curveValue === undefined ? {} : { strength: strengthOf(curveValue) }),
});

/** The curves of which every seed of every point is measured. */
function wholeCurves(outcomes: readonly StudyOutcome[]): Map<string, ComparisonRun[]> {
  const curves = new Map<string, StudyOutcome[]>();
  for (const outcome of outcomes) {
    if (outcome.curveValue === undefined) continue;
    curves.set(outcome.name, [...(curves.get(outcome.name) ?? []), outcome]);
  }
  return new Map(
    [...curves]
      .filter(([, runs]) => runs.every(isFinished))
      .map(([name, runs]) => [name, runs.filter(isFinished).map(asRun)]),
  );
}

/** Sums a study up. @throws where no run of the base-learner is measured. */
export function studyReport({ study, base, tuned, outcomes, left }: MeasuredStudy): StudyReport {
  const { headShare = 0.2, metric = "NDCG@50", references = [] } = study;
  const baseName = studyName(study.base);
  const [first] = outcomes.filter(isFinished).filter(({ name }) => name === baseName);
  if (!first) throw new Error(`The study has no measured run of its base-learner "${baseName}" yet.`);
  const groups: Groups = cutGroups("item", first.run.counts.items, { headShare });
  const userGroups: Groups = cutGroups("user", first.run.counts.users, { headShare });
  const points = outcomes.filter(({ curveValue }) => curveValue === undefined);
  const curves = wholeCurves(outcomes);
  const known = references.filter((name) => curves.has(name));
  const curveRuns = known.flatMap((name) => curves.get(name)!);
  const above = (name: string, runs: readonly ComparisonRun[]): StudyGap | null => {
    if (known.length === 0 || references.includes(name)) return null;
    const judged = { method: name, references: known, metric, beyondHighestHead: "hold" as const };
    const { gap, interval, covered } = curveGap([...runs, ...curveRuns], groups, judged);
    return { gap, interval, covered };
  };
  const runsOf = (name: string, criterion: StudyOutcome["criterion"]): readonly StudyOutcome[] =>
    points.filter((outcome) => outcome.name === name && outcome.criterion === criterion);
  const baseRuns = points
    .filter(({ name }) => name === baseName)
    .filter(isFinished)
    .map(asRun);
  const unmeasured: StudyLeft[] = [];
  const names = studyNames(study);

  const methods = studyCriteria(study).flatMap((criterion) => {
    const whole = names
      .flatMap((name) => tuned.filter((one) => one.name === name && one.criterion === criterion))
      .flatMap(({ name, tuning }) => {
        const runs = runsOf(name, criterion);
        const missing = runs.find((outcome) => !isFinished(outcome));
        if (!missing) return [{ name, tuning, runs: runs.filter(isFinished) }];
        const reason = missing.status === "failed" ? missing.error : "not every seed is measured yet";
        unmeasured.push({ name, criterion, reason });
        return [];
      });
    const others = whole.filter(({ name }) => name !== baseName);
    const compared = [...baseRuns, ...others.flatMap(({ runs }) => runs.map(asRun))];
    const means = studyMeans(compared, groups, { baseline: baseName, metrics: metricNames(study), metric });
    const ofUsers = studyMeans(compared, userGroups, { baseline: baseName, metrics: [metric], metric });
    return whole.map(({ name, tuning, runs }): StudiedMethod => ({
      ...{ name, criterion, setting: tuning.chosen.setting, settingsTried: tuning.triedCount },
      validation: tuning.chosen.value,
      ...means(name),
      users: ofUsers(name),
      aboveReferences: above(name, runs.map(asRun)),
      chosen: runs.map(({ run }) => withoutControlMetrics(run.record.chosen)),
      code: [...new Set(runs.map(({ run }) => run.record.code.sha256))],
    }));
  });
  const { data, versions } = first.run.record;
  const measuredRuns: RunsOf = (name, criterion) => {
    if (name === baseName) return baseRuns;
    const isMeasured = methods.some((one) => one.name === name && one.criterion === criterion);
    return isMeasured ? runsOf(name, criterion).filter(isFinished).map(asRun) : undefined;
  };
  return {
    ...{ study, data, versions, card: groupCard(groups, first.run.ranks.test), base, methods },
    curves: [...curves].map(([name, runs]) => ({
      ...headTailCurves(runs, groups, { metric })[0],
      aboveReferences: above(name, runs),
    })),
    contrasts: studyContrasts(study, studyCriteria(study), groups, measuredRuns),
    left: [...left, ...unmeasured],
  };
}

import {
  criterionText,
  criterionValue,
  metricNamed,
  ranksValue,
  type CriterionOptions,
} from "../../evaluation";
import { currentHost } from "../../host";
import { cutGroups } from "../../splitting";
import type { ExperimentResult } from "../experimentOptions";
import type { PlannedRunResult } from "../plan";
import { carryOutRuns, type RunPlanOptions } from "../plan/runPlan";
import { readFinished } from "../readRecord";
import { recordsFolder } from "../recordFiles";
import { runExperiment } from "../runExperiment";
import type { RunRecord } from "../runRecord";
import type { TuningRequest } from "./tuningRequest";
import { criterionOf, tuningRun, tuningRuns, tuningSettings } from "./tuningRuns";
import { shownAsTable, type TriedSetting, type TuningResult } from "./tuningResult";

type Setting = Readonly<Record<string, unknown>>;

/** The value of a run on validation from its record alone; undefined where that lacks the metric or the cut. */
function recordedValue(record: RunRecord, criterion: CriterionOptions): number | null | undefined {
  const means = record.metrics?.validation;
  const { metric, headShare } = criterion;
  if (!means || !(metric in means.overall) || record.specification.headShare !== headShare) return undefined;
  const { overall, head, tail } = means;
  return criterionValue(criterion, { overall: overall[metric], head: head[metric], tail: tail[metric] });
}

/** The value of a run on validation, from its record where that has it, else from its ranks. */
async function valueOf(
  record: RunRecord,
  criterion: CriterionOptions,
  records: string,
): Promise<number | null> {
  const recorded = recordedValue(record, criterion);
  if (recorded !== undefined) return recorded;
  const run = await readFinished(records, record.id, () => undefined);
  if (!run) return null;
  const groups = cutGroups("item", run.counts.items, { headShare: criterion.headShare });
  return ranksValue(run.ranks.validation, groups, criterion);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** What one setting came to over its seeds; undefined where a run of it is left. */
async function triedSetting(
  setting: Setting,
  results: readonly PlannedRunResult[],
  criterion: CriterionOptions,
  records: string,
): Promise<TriedSetting | undefined> {
  if (results.some(({ status }) => status === "left")) return undefined;
  const values = await Promise.all(
    results.map((result) =>
      result.status === "finished" ? valueOf(result.record, criterion, records) : Promise.resolve(null),
    ),
  );
  const failed = results.find((result) => result.status === "failed");
  const measured = values.filter((value) => value !== null);
  return {
    setting,
    value: measured.length === values.length ? mean(measured) : null,
    values,
    error: failed?.status === "failed" ? failed.error.message : null,
  };
}

/** Says why no setting could be chosen: of those that were tried, and of those that are left. */
function nothingChosen(method: string, all: readonly (TriedSetting | undefined)[]): Error {
  const left = all.filter((one) => one === undefined).length;
  const error = all.find((one) => one?.error)?.error;
  const why = [
    ...(error ? [`the first failure: ${error}`] : []),
    ...(left > 0
      ? [
          `the budget was spent with ${left} of them not run on every seed, and the same call goes on with these`,
        ]
      : []),
  ];
  return new Error(
    `None of ${all.length} settings of ${method} has a validation value${why.map((one) => `; ${one}`).join("")}.`,
  );
}

/**
 * Tries settings of a method, by grid or random search, and takes the one that is best on validation. The result's runs,
 * and so its test ranks, are those of the chosen setting alone, and their records say how many settings were tried.
 *
 *     const tuned = await lt.tune({ data: "ml-100k", method: "logq", space: { lambdaC: [0, 0.5, 1] }, seeds: [0, 1] });
 *     lt.metricsTable({ logq: tuned.runs[0].ranks.test }, groups);
 *
 * Runs are carried out as those of a plan are, and read from their records where they are finished.
 *
 * @throws an Error that names what is wrong with the request; one that names the first failure when no setting could be
 * measured; the signal's reason when it was raised.
 */
export async function tune(request: TuningRequest, options: RunPlanOptions = {}): Promise<TuningResult> {
  const { method, seeds = [0], budget = {} } = request;
  const criterion = criterionOf(request);
  metricNamed(criterion.metric);
  const signal = options.signal ?? currentHost().signal();
  const { records = recordsFolder() } = options;
  const settings = tuningSettings(request);
  const { runs } = await carryOutRuns(tuningRuns(request, settings), options, {
    budget,
    criterion: {
      name: criterionText(criterion),
      value: (record) => recordedValue(record, criterion) ?? null,
    },
  });
  const all = await Promise.all(
    settings.map((setting) => {
      const own = runs.filter((run) => run.setting === setting);
      return triedSetting(setting, own, criterion, records);
    }),
  );
  const tried = all.filter((one) => one !== undefined);
  const chosen = tried.reduce<TriedSetting | undefined>(
    (best, one) => ((one.value ?? -Infinity) > (best?.value ?? -Infinity) ? one : best),
    undefined,
  );
  if (!chosen) throw nothingChosen(method, all);
  const tuning = { tried: tried.length, criterion: criterionText(criterion) };
  const { changedCode, checkpointEvery } = options;
  const results: ExperimentResult[] = [];
  for (const seed of seeds) {
    const keeping = { records, changedCode, checkpointEvery, signal };
    results.push(await runExperiment(tuningRun(request, chosen.setting, seed), { ...keeping, tuning }));
  }
  return shownAsTable({
    ...{ method, criterion, tried, chosen, runs: results },
    triedCount: tried.length,
    leftCount: settings.length - tried.length,
  });
}

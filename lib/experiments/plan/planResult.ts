import { htmlTable } from "../../host";
import { dataText } from "./dataText";
import { settingText } from "./optionSettings";
import { inPercent } from "../inPercent";
import { noteUsed } from "../usedRecords";
import { runText, type PlannedRunResult } from "./planProgress";

/** What a plan came to. A notebook shows it as a table. */
export interface PlanResult {
  /** What became of each run, in the plan's order. */
  readonly runs: readonly PlannedRunResult[];
  readonly finished: number;
  /** Of those that are finished, how many were read from their records. */
  readonly cached: number;
  readonly failed: number;
  /** Runs that are left because the budget was spent: the same call goes on with them. */
  readonly left: number;
  readonly seconds: number;
}

const shownMetric = "NDCG@50";

function row(result: PlannedRunResult): unknown[] {
  const { data, method, seed } = result.specification;
  const metrics = result.status === "finished" ? result.record.metrics : null;
  const what = result.status === "failed" ? `failed: ${result.error.message}` : result.status;
  return [
    dataText(data),
    method,
    settingText(result.setting),
    seed,
    result.status === "finished" && result.cached ? "from record" : what,
    inPercent(metrics?.validation.overall[shownMetric] ?? null),
    inPercent(metrics?.test.overall[shownMetric] ?? null),
  ];
}

/** Sums up what became of a plan's runs. */
export function planResult(runs: readonly PlannedRunResult[], seconds: number): PlanResult {
  for (const run of runs) if (run.status === "finished") noteUsed(run.record);
  const number = (status: PlannedRunResult["status"]): number =>
    runs.filter((run) => run.status === status).length;
  const result = {
    runs,
    finished: number("finished"),
    cached: runs.filter((run) => run.status === "finished" && run.cached).length,
    failed: number("failed"),
    left: number("left"),
    seconds,
  };
  const columns = [
    "data set",
    "method",
    "setting",
    "seed",
    "run",
    `validation ${shownMetric} %`,
    `test ${shownMetric} %`,
  ];
  const bundle = {
    "text/html": htmlTable({ columns, rows: runs.map(row), rowLimit: 200 }),
    "text/plain": runs.map((run) => `${runText(run)}: ${run.status}`).join("\n"),
  };
  // Not enumerable, so that the result stays a plain record to whatever else reads it.
  return Object.defineProperty(result, Symbol.for("Jupyter.display"), { value: () => bundle });
}

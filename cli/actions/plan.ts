import {
  checkPlan,
  planRuns,
  runPlan,
  runText,
  type Plan,
  type PlannedRunResult,
  type PlanResult,
} from "../../lib/experiments";
import { percent } from "../../lib/host";
import { spokenSeconds } from "../../lib/training";
import { exitCodes } from "../exitCodes";
import { stopping } from "../interruption";
import { readJsonFile } from "../options/jsonFile";
import { ownFilesFrom } from "../options/ownFilesFrom";
import type { WorkersFlags } from "../options/shared";
import { note, print, textTable, writeJson } from "../output";
import { metricsReport } from "../runReport";

/** The flags of `longtail plan`. */
export interface PlanFlags extends WorkersFlags {
  readonly runs?: number;
}

/** The plan in a file, checked. */
const readPlan = (file: string): Promise<Plan> =>
  readJsonFile(file, "plan", (value) => {
    const plan = checkPlan(value);
    return { ...plan, data: plan.data.map((data) => ownFilesFrom(file, data)) };
  });

function resultJson(result: PlannedRunResult): Record<string, unknown> {
  const { specification, setting, status } = result;
  if (status === "failed") return { specification, setting, status, error: result.error.message };
  if (status === "left") return { specification, setting, status };
  const { record, cached, resumed } = result;
  return {
    specification,
    setting,
    status,
    record: record.id,
    cached,
    resumed,
    metrics: metricsReport(record),
  };
}

function planJson({ runs, finished, cached, failed, left, seconds }: PlanResult): Record<string, unknown> {
  return { finished, cached, failed, left, seconds, runs: runs.map(resultJson) };
}

function resultRow(result: PlannedRunResult): string[] {
  const metrics = result.status === "finished" ? result.record.metrics : null;
  const value = (part: "validation" | "test"): string =>
    metrics ? percent(metrics[part].overall["NDCG@50"], 2) : "";
  const what = result.status === "finished" && result.cached ? "from record" : result.status;
  return [runText(result), what, value("validation"), value("test")];
}

/** Carries out a plan, or with --check only says what it consists of. */
export async function plan(file: string, flags: PlanFlags): Promise<number> {
  const read = await readPlan(file);
  const { seconds, runs } = flags;
  const budget = {
    ...read.budget,
    ...(seconds === undefined ? {} : { seconds }),
    ...(runs === undefined ? {} : { runs }),
  };
  if (flags.check) {
    const planned = planRuns(read);
    if (flags.json !== undefined) await writeJson(planned, flags.json);
    if (flags.json !== "-") await print([...planned.map(runText), `${planned.length} runs`].join("\n"));
    return exitCodes.done;
  }
  const { workers, engineThreads, records, changedCode, checkpointEvery, quiet } = flags;
  const result = await runPlan(
    { ...read, budget },
    {
      ...{ workers, engineThreads, records, changedCode, checkpointEvery, signal: stopping },
      ...(quiet ? { onProgress: () => {} } : {}),
    },
  );
  if (flags.json !== undefined) await writeJson(planJson(result), flags.json);
  if (flags.json !== "-" && !quiet) {
    await print(
      textTable([["run", "", "validation NDCG@50", "test NDCG@50"], ...result.runs.map(resultRow)]),
    );
  }
  if (!quiet) {
    const { finished, cached, failed, left } = result;
    const parts = [
      `${finished} finished${cached > 0 ? ` (${cached} from records)` : ""}`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(left > 0 ? [`${left} left for the next call: the budget is spent`] : []),
    ];
    note(`${parts.join(", ")}, in ${spokenSeconds(result.seconds)}.`);
  }
  return result.failed > 0 ? exitCodes.failed : exitCodes.done;
}

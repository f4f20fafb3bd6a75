import { currentHost } from "../../host";
import { Schedule, type ScheduleOptions } from "./schedule";
import { checkPlan } from "./checkPlan";
import type { Executor } from "./executor";
import type { Plan } from "./plan";
import type { PlanProgress } from "./planProgress";
import { planResult, type PlanResult } from "./planResult";
import { planRuns, type PlannedRun } from "./planRuns";
import { showPlanProgress } from "./showPlanProgress";
import { workerProcesses, type WorkerOptions } from "./workerProcesses";

/** How a plan is carried out. */
export interface RunPlanOptions extends WorkerOptions {
  /** Ends the plan when raised; the same call goes on with it. Default: the interrupt of the running cell. */
  readonly signal?: AbortSignal;
  /** Told whenever something has changed. Default: a bar in a notebook or a terminal, elsewhere a line a run. */
  readonly onProgress?: (progress: PlanProgress) => void;
  /** What carries out the runs. Default: `workerProcesses` with these options. It is not closed for you. */
  readonly executor?: Executor;
}

const watched = "NDCG@50";

/** Carries out runs with an executor of their own, or the one that is given, and shows how far they are. */
export async function carryOutRuns(
  runs: readonly PlannedRun[],
  { signal = currentHost().signal(), onProgress, executor, ...workers }: RunPlanOptions,
  options: Pick<ScheduleOptions, "budget" | "criterion">,
): Promise<PlanResult> {
  const began = performance.now();
  const used = executor ?? workerProcesses(workers);
  const shown = onProgress ? undefined : showPlanProgress();
  try {
    const told = onProgress ?? shown!.onProgress;
    const results = await new Schedule(runs, used, { ...options, signal, onProgress: told }).all();
    return planResult(results, (performance.now() - began) / 1000);
  } finally {
    shown?.end();
    if (!executor) await used.close();
  }
}

/**
 * Carries out a plan: runs what is not finished yet, in worker processes, and reads the rest from its records. Called
 * again, or in several processes at once, it does nothing twice. A run that fails is told at once and hurts no other.
 *
 * @throws an Error that names what is wrong with the plan by its path; the signal's reason when it was raised.
 */
export async function runPlan(plan: Plan, options: RunPlanOptions = {}): Promise<PlanResult> {
  const checked = checkPlan(plan);
  return carryOutRuns(planRuns(checked), options, {
    budget: checked.budget ?? {},
    criterion: {
      name: watched,
      value: ({ metrics }) => metrics?.validation.overall[watched] ?? null,
    },
  });
}

import { percent } from "../../host";
import { spokenSeconds, type Progress } from "../../training";
import type { RunRecord } from "../runRecord";
import { dataText } from "./dataText";
import { settingText } from "./optionSettings";
import type { PlannedRun } from "./planRuns";

/** What became of one run of a plan. */
export type PlannedRunResult = PlannedRun &
  (
    | {
        readonly status: "finished";
        readonly record: RunRecord;
        readonly cached: boolean;
        readonly resumed: boolean;
        readonly recordError: string | null;
      }
    | { readonly status: "failed"; readonly error: Error }
    /** Left for another call: the budget was spent, or the plan was stopped. */
    | { readonly status: "left" }
  );

/** The best run so far on one data set. */
export interface BestRun {
  readonly run: PlannedRun;
  /** Its validation value, as a fraction. */
  readonly value: number;
}

/** How far a plan is, told whenever something has changed. */
export interface PlanProgress {
  /** Runs of the plan. */
  readonly total: number;
  /** Runs that are finished, those read from their records among them. */
  readonly done: number;
  /** Runs that were read from their records. */
  readonly cached: number;
  /** Runs that failed, in the order in which they did. */
  readonly failures: readonly { readonly run: PlannedRun; readonly error: Error }[];
  /** Runs under way here, with the last that is known of each. */
  readonly running: readonly { readonly run: PlannedRun; readonly progress: Progress | null }[];
  /** Runs that another process is at. */
  readonly elsewhere: number;
  /** Name of the validation metric that `best` goes by. */
  readonly metricName: string;
  /** The best run of each data set that has one. */
  readonly best: readonly BestRun[];
  readonly secondsSpent: number;
  /** Seconds that are left, from the time that runs took so far; null before the first has ended. */
  readonly secondsLeft: number | null;
  /** The run that has just ended, if that is the news. */
  readonly ended: PlannedRunResult | null;
}

/** A run in a few words, such as "ml-100k, mirec (k = 60), seed 0". */
export function runText({ specification: { data, method, seed = 0 }, setting }: PlannedRun): string {
  const text = settingText(setting);
  return `${dataText(data)}, ${method}${text === "" ? "" : ` (${text})`}, seed ${seed}`;
}

/** One line that says how far a plan is. */
export function planLine(progress: PlanProgress): string {
  const { total, done, cached, failures, running, elsewhere, metricName, best, secondsLeft } = progress;
  const parts = [
    `${done} of ${total} runs done${cached > 0 ? ` (${cached} from records)` : ""}`,
    running.length > 0 ? `${running.length} running` : "",
    elsewhere > 0 ? `${elsewhere} in another process` : "",
    failures.length > 0 ? `${failures.length} failed` : "",
    ...best.map(
      ({ run, value }) => `best validation ${metricName} so far ${percent(value, 2)}: ${runText(run)}`,
    ),
    secondsLeft !== null && done + failures.length < total ? `about ${spokenSeconds(secondsLeft)} left` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** One line for a run that failed. */
export function failureLine({ run, error }: { readonly run: PlannedRun; readonly error: Error }): string {
  return `Failed: ${runText(run)}: ${error.message}`;
}

import { setTimeout as sleep } from "node:timers/promises";
import type { Progress } from "../../training";
import type { RunRecord } from "../runRecord";
import type { Executor } from "./executor";
import type { Budget } from "./plan";
import type { BestRun, PlannedRunResult, PlanProgress } from "./planProgress";
import type { PlannedRun } from "./planRuns";
import { secondsLeft, type TimedRun } from "./timeLeft";

/** How runs are carried out. */
export interface ScheduleOptions {
  readonly signal: AbortSignal;
  readonly budget: Budget;
  readonly onProgress: (progress: PlanProgress) => void;
  /** The validation value that the best run is found by, and its name. */
  readonly criterion: { readonly name: string; readonly value: (record: RunRecord) => number | null };
}

/** Milliseconds until a run that another process is at is asked for again. */
const lookAgain = 1000;

/** The longest that a timer waits, in milliseconds, 24 days: one that is to wait longer would ring at once. */
const longestTimer = 2 ** 31 - 1;

interface Underway {
  progress: Progress | null;
  readonly since: number;
  readonly end: Promise<void>;
}

const kindOf = ({ specification: { data, method } }: PlannedRun): string => JSON.stringify([data, method]);

/** Carries out runs: what became of each, in their order. One object for one call. */
export class Schedule {
  private readonly results = new Map<PlannedRun, PlannedRunResult>();
  private readonly queue: PlannedRun[];
  private taken: PlannedRun[] = [];
  private readonly underway = new Map<PlannedRun, Underway>();
  private readonly stop = new AbortController();
  private readonly began = performance.now();
  private readonly timed: TimedRun[] = [];
  private readonly best = new Map<string, BestRun>();

  constructor(
    private readonly runs: readonly PlannedRun[],
    private readonly executor: Executor,
    private readonly options: ScheduleOptions,
  ) {
    this.queue = [...runs];
  }

  /** @throws the signal's reason when it was raised, or what `onProgress` threw, once all runs have stopped. */
  async all(): Promise<PlannedRunResult[]> {
    const { signal, budget } = this.options;
    const stop = (): void => this.stop.abort(signal.reason);
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    const outOfTime = new Error("The plan's budget of seconds is spent.");
    const timer =
      budget.seconds === undefined
        ? undefined
        : setTimeout(() => this.stop.abort(outOfTime), Math.min(1000 * budget.seconds, longestTimer));
    try {
      this.tell(null);
      while (this.startWhatMay()) await this.somethingEnds();
      if (this.stop.signal.aborted && this.stop.signal.reason !== outOfTime) throw this.stop.signal.reason;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
    return this.runs.map((run) => this.results.get(run) ?? { ...run, status: "left" });
  }

  /** Starts as many runs as there is room and budget for. Says whether there is something to wait for. */
  private startWhatMay(): boolean {
    const { budget } = this.options;
    const most = budget.runs ?? Infinity;
    const mayStart = (): boolean =>
      !this.stop.signal.aborted && this.timed.length + this.underway.size < most;
    while (this.underway.size < this.executor.width && this.queue.length > 0 && mayStart()) {
      this.start(this.queue.shift()!);
    }
    return this.underway.size > 0 || (this.taken.length > 0 && mayStart());
  }

  /** Until a run ends; or for a moment, where there is room for one that another process was at. */
  private async somethingEnds(): Promise<void> {
    const ends = [...this.underway.values()].map(({ end }) => end);
    if (this.taken.length === 0 || this.underway.size === this.executor.width) return Promise.race(ends);
    const waking = new AbortController();
    const nap = sleep(lookAgain, undefined, { signal: AbortSignal.any([this.stop.signal, waking.signal]) });
    await Promise.race([...ends, nap.catch(() => {})]);
    waking.abort();
    this.queue.push(...this.taken);
    this.taken = [];
  }

  private start(run: PlannedRun): void {
    const since = performance.now();
    const underway: Underway = { progress: null, since, end: this.carryOut(run, since) };
    this.underway.set(run, underway);
    this.tell(null);
  }

  private async carryOut(run: PlannedRun, since: number): Promise<void> {
    const { signal } = this.stop;
    const onProgress = (progress: Progress): void => {
      const underway = this.underway.get(run);
      if (underway) underway.progress = progress;
      this.tell(null);
    };
    let result: PlannedRunResult | null = null;
    try {
      const outcome = await this.executor.run(run.specification, { signal, onProgress });
      if (outcome.kind === "taken") this.taken.push(run);
      else {
        const { record, cached, resumed, recordError } = outcome;
        result = { ...run, status: "finished", record, cached, resumed, recordError };
      }
    } catch (cause) {
      // A run that was stopped has not failed: it is left for another time.
      if (!signal.aborted) {
        const error = cause instanceof Error ? cause : new Error(String(cause));
        result = { ...run, status: "failed", error };
      }
    }
    this.underway.delete(run);
    if (result) this.note(run, result, (performance.now() - since) / 1000);
    this.tell(result);
  }

  private note(run: PlannedRun, result: PlannedRunResult, seconds: number): void {
    this.results.set(run, result);
    if (result.status === "failed" || (result.status === "finished" && !result.cached)) {
      this.timed.push({ kind: kindOf(run), seconds });
    }
    if (result.status !== "finished") return;
    const value = this.options.criterion.value(result.record);
    const data = JSON.stringify(run.specification.data);
    if (value !== null && value > (this.best.get(data)?.value ?? -Infinity))
      this.best.set(data, { run, value });
  }

  private tell(ended: PlannedRunResult | null): void {
    const now = performance.now();
    const results = [...this.results.values()];
    const open = this.runs
      .filter((run) => !this.results.has(run))
      .map((run) => ({
        kind: kindOf(run),
        seconds: (now - (this.underway.get(run)?.since ?? now)) / 1000,
      }));
    try {
      this.options.onProgress({
        total: this.runs.length,
        done: results.filter(({ status }) => status === "finished").length,
        cached: results.filter((result) => result.status === "finished" && result.cached).length,
        failures: results.flatMap((result) =>
          result.status === "failed" ? [{ run: result, error: result.error }] : [],
        ),
        running: [...this.underway].map(([run, { progress }]) => ({ run, progress })),
        elsewhere: this.taken.length,
        metricName: this.options.criterion.name,
        best: [...this.best.values()],
        secondsSpent: (now - this.began) / 1000,
        secondsLeft: secondsLeft(this.timed, open, this.executor.width),
        ended,
      });
    } catch (error) {
      this.stop.abort(error);
    }
  }
}

import type { OnProgress } from "../../training";
import type { RunRecord } from "../runRecord";
import type { RunSpecification } from "../runSpecification";

/** What a run needs besides its specification. */
export interface ExecutionContext {
  /** Ends the run when raised; the same run goes on from there another time. */
  readonly signal: AbortSignal;
  /** Told after every epoch. */
  readonly onProgress: OnProgress;
}

/** What became of a run, as plain values: an executor may be on another machine. */
export type RunOutcome =
  | {
      /** "taken": another process is at this very run, so nothing was done. */
      readonly kind: "taken";
    }
  | {
      readonly kind: "finished";
      readonly record: RunRecord;
      /** Whether it was read from a finished record. */
      readonly cached: boolean;
      /** Whether it went on from a checkpoint of an interrupted run. */
      readonly resumed: boolean;
      /** Why the record could not be written, where it could not. */
      readonly recordError: string | null;
    };

/**
 * What carries out the runs of a plan: this process, worker processes, or whatever takes a specification and gives back
 * an outcome. It gets plain JSON and gives plain JSON, and where records are kept is its own affair.
 */
export interface Executor {
  /** Runs that it carries out at the same time. */
  readonly width: number;
  /**
   * Carries out one run. Called at most `width` times at once.
   *
   * @throws the run's own error; an error that says so when what carried it out broke down; the signal's reason.
   */
  readonly run: (specification: RunSpecification, context: ExecutionContext) => Promise<RunOutcome>;
  /** Frees what it holds. Nothing is run after it. */
  readonly close: () => Promise<void>;
}

import type { CriterionOptions } from "../../evaluation";
import type { FinishedRun } from "../readRecord";
import type { TuningResult } from "../tuning";
import type { Study } from "./study";
import type { StudyRun } from "./studyRequests";

/** What became of one run that measures something on test. */
export type StudyOutcome = StudyRun &
  (
    | { readonly status: "finished"; readonly run: FinishedRun }
    | { readonly status: "failed"; readonly error: string }
    | { readonly status: "left" }
  );

/** A method that is not measured yet, or cannot be, and why. */
export interface StudyLeft {
  readonly name: string;
  readonly criterion: CriterionOptions["criterion"];
  readonly reason: string;
}

/** A study with all that was run, ranks included: what `studyReport` sums up. */
export interface MeasuredStudy {
  readonly study: Study;
  /** Options that were chosen for the base-learner. */
  readonly base: Readonly<Record<string, unknown>>;
  /** What tuning came to, the base-learner first. */
  readonly tuned: readonly {
    readonly name: string;
    readonly criterion: CriterionOptions["criterion"];
    readonly tuning: TuningResult;
  }[];
  readonly outcomes: readonly StudyOutcome[];
  readonly left: readonly StudyLeft[];
}

import type { CriterionOptions } from "../../evaluation";
import type { DatasetSpecification } from "../datasetSpecification";
import type { OptionGrid } from "../plan";
import type { SplitSpecification } from "../splitSpecification";

/** One method of a study. */
export interface StudyMethod {
  /** Name of a method of the workbook. */
  readonly method: string;
  /** What it is called in the results. Default: the method. Two entries of one method need different names. */
  readonly name?: string;
  /** Options that all its runs share. Default none. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Settings to choose from on validation: every combination. Default none: one setting. */
  readonly grid?: OptionGrid;
  /**
   * One option with its values, run on every seed with the other options as the last criterion chose them: the method's
   * curve through the head-tail plane. Default none: a point.
   */
  readonly curve?: OptionGrid;
  /** Whether it takes the options that were chosen for the base-learner. Default true. */
  readonly base?: boolean;
  /**
   * Name of another entry of the same method, without `like` of its own: it has that one's options and takes the setting
   * chosen for it, but for its own `options`. A control that differs in these alone; it has no grid. Default none.
   */
  readonly like?: string;
  /** Whether it chooses something on validation itself (lambda_p) and is told the study's criterion. Default false. */
  readonly chooses?: boolean;
}

/**
 * A study: every method tuned with the same budget on validation alone, by each criterion, and then measured on test over
 * several seeds. Plain JSON.
 */
export interface Study {
  readonly data: string | DatasetSpecification;
  /** Default: leave-last-out; where there are no times, a random hold-out with seed 0. */
  readonly split?: SplitSpecification;
  /** Reporting cut of head and tail, of the criteria too. Default 0.2. */
  readonly headShare?: number;
  /** What a reader should know of it, a sentence each: where settings come from, what is left out and why. Default none. */
  readonly notes?: readonly string[];
  /** Seeds of what is measured. */
  readonly seeds: readonly number[];
  /** Seeds on which settings are tried. Default: the first of `seeds`. */
  readonly tuningSeeds?: readonly number[];
  /** Metric of the criteria and of the plane. Default "NDCG@50". */
  readonly metric?: string;
  /**
   * By what settings are chosen. Default both: the overall metric alone tunes every re-balancer towards doing nothing,
   * the harmonic mean of head and tail asks for both.
   */
  readonly criteria?: readonly CriterionOptions["criterion"][];
  /** The base-learner, tuned first, by the first criterion: what every other method begins with and is compared with. */
  readonly base: Pick<StudyMethod, "method" | "options" | "grid">;
  readonly methods: readonly StudyMethod[];
  /** Names of methods with curves that a gain must lie above. Default none. */
  readonly references?: readonly string[];
  /** Pairs of names: what the first gains on the second is measured, as every method's gain on the base-learner is. */
  readonly contrasts?: readonly (readonly [method: string, against: string])[];
}

import type { DatasetSpecification } from "../datasetSpecification";
import type { SplitSpecification } from "../splitSpecification";

/** Values to try of a method's options: every combination of them is a setting. */
export type OptionGrid = Readonly<Record<string, readonly unknown[]>>;

/** A method of a plan, in one or several settings. */
export interface PlannedMethod {
  /** Name of a method of the workbook: `methods()` lists them. */
  readonly method: string;
  /** Options that all its runs share. Default none: the method's own defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Options with the values to try, such as { k: [60, 150] }. Default none: one setting. */
  readonly grid?: OptionGrid;
}

/** How much a plan may spend in one call of `runPlan`; what is left is run by the next call. */
export interface Budget {
  /** Seconds of wall time; runs that are under way then are stopped, and go on the next time. Default no limit. */
  readonly seconds?: number;
  /** Runs that are carried out; those read from their records do not count. Default no limit. */
  readonly runs?: number;
}

/** Data sets x methods x settings x seeds: plain JSON, in a notebook or in a file. */
export interface Plan {
  /** Names of the catalogue's data sets, or specifications of data sets. */
  readonly data: readonly (string | DatasetSpecification)[];
  /** How every data set is split. Default: leave-last-out; where there are no times, a random hold-out with seed 0. */
  readonly split?: SplitSpecification;
  /** Reporting cut of head and tail. Default 0.2. */
  readonly headShare?: number;
  readonly methods: readonly (string | PlannedMethod)[];
  /** Default [0]. */
  readonly seeds?: readonly number[];
  readonly budget?: Budget;
}

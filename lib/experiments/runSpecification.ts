import type { DatasetSpecification } from "./datasetSpecification";
import type { SplitSpecification } from "./splitSpecification";

/** One run, as plain JSON that any process on any machine can carry out: data, split, method with options, seed. */
export interface RunSpecification {
  readonly data: DatasetSpecification;
  readonly split: SplitSpecification;
  /** Reporting cut of head and tail. Changes the summary of a run and never the run. Default 0.2. */
  readonly headShare?: number;
  /** Name of a method of the workbook, or of a notebook's own (which then comes with option `method`). */
  readonly method: string;
  /** Options of the method. A record holds all, defaults filled in. Default none. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Default 0. */
  readonly seed?: number;
}

/** The same with nothing left open: what a record holds. */
export type CompleteRunSpecification = Required<RunSpecification>;

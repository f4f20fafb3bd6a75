import type { CriterionOptions } from "../../evaluation";
import type { DatasetSpecification } from "../datasetSpecification";
import type { Budget } from "../plan";
import type { SplitSpecification } from "../splitSpecification";
import type { SearchSpace } from "./searchSpace";

/** What is tuned, over which settings, by what: plain JSON. */
export interface TuningRequest {
  /** Name of a data set of the catalogue, or a specification of one. */
  readonly data: string | DatasetSpecification;
  /** Default: leave-last-out; where there are no times, a random hold-out with seed 0. */
  readonly split?: SplitSpecification;
  /** Name of a method of the workbook. */
  readonly method: string;
  /** Options that stay as they are. Default none: the method's own defaults. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Options that are searched, with their values. */
  readonly space: SearchSpace;
  /** Every combination of the values, or some drawn at random. Default "grid". */
  readonly search?: "grid" | "random";
  /** Random search: settings that are drawn. Default 20. */
  readonly draws?: number;
  /** Random search: seed of what is drawn. Default 0. */
  readonly drawSeed?: number;
  /** Seeds of each setting's runs; its value is their mean. Default [0]. */
  readonly seeds?: readonly number[];
  /** What the best setting is best by, on validation. Default NDCG@50 over all positives. */
  readonly criterion?: Partial<CriterionOptions>;
  /** Default no limit. */
  readonly budget?: Budget;
}

import type { ParameterArrays } from "./parameters";

/** What an optimiser remembers from step to step: with it and the parameters, training goes on as if never stopped. */
export interface OptimiserState {
  /** Steps taken. */
  readonly steps: number;
  /** Moments and the like, by name. */
  readonly arrays: ParameterArrays;
}

import type { ExperimentResult, RunExperimentOptions } from "./experimentOptions";
import type { RunSpecification } from "./runSpecification";

/** Carries out a run, or reads it where it is finished, or goes on with it where it was interrupted. */
export function runExperiment(
  specification: RunSpecification,
  options: RunExperimentOptions = {},
): Promise<ExperimentResult> {
  void options;
  return Promise.reject(new Error(`A run of ${specification.method} cannot be carried out yet.`));
}

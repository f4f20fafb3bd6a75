import type { DatasetSpecification } from "../datasetSpecification";
import type { RunSpecification } from "../runSpecification";
import { optionSettings } from "./optionSettings";
import type { Plan } from "./plan";
import { splitByTimes } from "./splitByTimes";

/** A run of a plan as it is told of in progress and reports. */
export interface PlannedRun {
  /** Its place in the plan's order, from 0. */
  readonly index: number;
  readonly specification: RunSpecification;
  /** The values that its grid gave it: what tells it from the other runs of its method. */
  readonly setting: Readonly<Record<string, unknown>>;
}

/**
 * The runs of a plan, always in the same order: data set by data set, in each seed by seed, in each method by method, in
 * each setting by setting. Seeds come before methods so that a plan whose budget ends early has compared every method
 * on some seeds, and not some methods on every seed. What the plan says twice is run once.
 */
export function planRuns(plan: Plan): PlannedRun[] {
  const { headShare, seeds = [0] } = plan;
  const settings = plan.methods.flatMap((planned) => {
    const { method, options = {}, grid = {} } = typeof planned === "string" ? { method: planned } : planned;
    return optionSettings(grid).map((setting) => ({ method, setting, options: { ...options, ...setting } }));
  });
  const runs = plan.data.flatMap((given) => {
    const data: DatasetSpecification = typeof given === "string" ? { name: given } : given;
    const split = plan.split ?? splitByTimes(data);
    return seeds.flatMap((seed) =>
      settings.map(({ method, setting, options }) => ({
        setting,
        specification: {
          data,
          split,
          ...(headShare === undefined ? {} : { headShare }),
          method,
          options,
          seed,
        },
      })),
    );
  });
  const first = new Map(runs.map((run) => [JSON.stringify(run.specification), run] as const).reverse());
  return runs
    .filter((run) => first.get(JSON.stringify(run.specification)) === run)
    .map((run, index) => ({ index, ...run }));
}

import type { Ranks } from "../../evaluation";
import type { HeldOutPart } from "../../splitting";
import type { ComparisonRun } from "./comparisonRun";

/** What `lt.experiment` gives of a run, as far as a comparison needs it. */
export interface MeasuredRun {
  readonly method: string;
  readonly seed: number;
  readonly ranks: Readonly<Record<HeldOutPart, Ranks>>;
  readonly record: { readonly tuning: { readonly tried: number } | null };
}

/** How results become runs of a comparison. */
export interface ComparisonRunsOptions<Result> {
  /** Default "test". */
  readonly part?: HeldOutPart;
  /** What a run is called; default: its method. Several settings of one method need names of their own, or strengths. */
  readonly name?: (result: Result) => string;
  /** The value of the run's knob, for the head-tail plane; default: none. */
  readonly strength?: (result: Result) => number | undefined;
}

/** Results of `lt.experiment` as runs to compare: `compare(comparisonRuns(results), groups, { baseline: "two-tower" })`. */
export function comparisonRuns<Result extends MeasuredRun>(
  results: readonly Result[],
  options: ComparisonRunsOptions<Result> = {},
): ComparisonRun[] {
  const { part = "test", name = ({ method }: Result) => method, strength } = options;
  return results.map((result) => {
    const value = strength?.(result);
    const tried = result.record.tuning?.tried;
    return {
      name: name(result),
      seed: result.seed,
      ranks: result.ranks[part],
      ...(value === undefined ? {} : { strength: value }),
      ...(tried === undefined ? {} : { settingsTried: tried }),
    };
  });
}

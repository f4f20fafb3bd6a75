import type { Groups } from "../../splitting";
import { meanOverSeeds, type SeedMean } from "./meanOverSeeds";
import { runsBySetting, type ComparisonRun, type SeedRuns } from "./comparisonRun";

/** One setting of a method in the head-tail plane. */
export interface HeadTailPoint {
  /** The value that makes the method favour head or tail; none where the method has no such knob. */
  readonly strength?: number;
  readonly seeds: readonly number[];
  /** Metric of the head items; null where there is no head positive. */
  readonly head: SeedMean;
  readonly tail: SeedMean;
}

/** A method in the head-tail plane: a curve by rising strength, or a point. */
export interface HeadTailCurve {
  readonly name: string;
  readonly points: readonly HeadTailPoint[];
}

/**
 * The settings of each method by rising strength.
 *
 * @throws when some runs of a method have a strength and others have none, so that they have no order.
 */
export function settingsByMethod(runs: readonly ComparisonRun[]): Map<string, SeedRuns[]> {
  const methods = new Map<string, SeedRuns[]>();
  for (const setting of runsBySetting(runs)) {
    methods.set(setting.name, [...(methods.get(setting.name) ?? []), setting]);
  }
  for (const [name, settings] of methods) {
    if (settings.length > 1 && settings.some(({ strength }) => strength === undefined)) {
      throw new Error(
        `Some runs of "${name}" have a strength and some have none; give every run of a curve its strength.`,
      );
    }
    settings.sort((one, other) => (one.strength ?? 0) - (other.strength ?? 0));
  }
  return methods;
}

/**
 * The head-tail plane: each method's metric of the head and of the tail, mean and standard deviation over the seeds. A
 * method whose runs have strengths is a curve in the order of strength, any other a point.
 */
export function headTailCurves(
  runs: readonly ComparisonRun[],
  groups: Groups,
  { metric = "NDCG@50" }: { readonly metric?: string } = {},
): HeadTailCurve[] {
  return [...settingsByMethod(runs)].map(([name, settings]) => ({
    name,
    points: settings.map(({ strength, seeds, ranks }) => ({
      ...(strength === undefined ? {} : { strength }),
      seeds,
      head: meanOverSeeds(metric, ranks, groups, "head"),
      tail: meanOverSeeds(metric, ranks, groups, "tail"),
    })),
  }));
}

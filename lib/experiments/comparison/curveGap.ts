import type { Group, Groups } from "../../splitting";
import type { ByHalf } from "../../evaluation";
import type { ComparisonRun, SeedRuns } from "./comparisonRun";
import { envelopeAt, gapAbove, type Gap } from "./gapAbove";
import { settingsByMethod } from "./headTailCurves";
import { percentileInterval, type Interval } from "./interval";
import { groupMean, seedAverages, sharedPositives } from "./pairedSample";
import { resampledHalves, resampledMeans, resamplingOptions, type ResamplingOptions } from "./resampledUsers";
import { upperEnvelope, type EnvelopePiece, type PlanePoint } from "./upperEnvelope";

/** What is judged, and against what. */
export interface CurveGapOptions extends ResamplingOptions {
  /** Name of the method that is judged: its runs are a curve over their strengths, or one point. */
  readonly method: string;
  /** Names of the methods whose curves, the better of them at each head, it is judged against. */
  readonly references: readonly string[];
  /** "HR@K", "NDCG@K" or "MRR". Default "NDCG@50". */
  readonly metric?: string;
  /**
   * What stands for the references at heads above the highest that they reach. "leave-out" (default): nothing, these
   * heads do not count. "hold": their point of the highest head, which asks less of the method than the lost
   * continuation of a falling curve would ask of the references; it is for a method that wins on both sides.
   */
  readonly beyondHighestHead?: "leave-out" | "hold";
}

/** One setting of the judged method. */
export interface GapPoint extends PlanePoint {
  readonly strength?: number;
  /** Tail above the references at this head; null outside their range. */
  readonly gap: number | null;
}

/** How far a method's tail lies above the references' at equal head. */
export interface CurveGap {
  readonly method: string;
  readonly references: readonly string[];
  readonly metric: string;
  /** Mean vertical gap over the common range of the head, as a fraction; null where there is no common range. */
  readonly gap: number | null;
  /** Bootstrap interval over users; null where more than half of the resamples have no common range. */
  readonly interval: Interval | null;
  /** Share of the method's curve (of its points, without a curve) that lies in the common range. */
  readonly covered: number;
  /** Share of the resamples that have a common range; well below 1, the interval speaks of these alone. */
  readonly resamplesCovered: number;
  readonly points: readonly GapPoint[];
  readonly resamples: number;
  readonly level: number;
}

function envelope(
  references: readonly (readonly PlanePoint[])[],
  beyond: NonNullable<CurveGapOptions["beyondHighestHead"]>,
): EnvelopePiece[] {
  const pieces = upperEnvelope(references);
  if (beyond === "leave-out" || pieces.length === 0) return pieces;
  const highest = Math.max(...pieces.map(({ to }) => to));
  const tail = envelopeAt(pieces, highest)!;
  return [...pieces, { from: highest, to: Infinity, tailFrom: tail, tailTo: tail }];
}

/**
 * Judges a method in the head-tail plane: its tail at equal head against the curves of cheap knobs, such as the post-hoc
 * adjustment over tau and LogQ over lambda_c. A method that only slides along their curve has gap 0: it has transferred
 * nothing.
 *
 * Each user is first averaged over the seeds; the points of a curve are joined in the order of their strengths; at each
 * head the best of the references counts; the gap is averaged along the method's curve over the heads that both reach.
 * For the interval users are resampled, and in each resample all curves are drawn anew.
 *
 * @throws when a name has no runs, a curve mixes runs with and without strength, runs are of different positives, or
 * there is no head or no tail positive.
 */
export function curveGap(runs: readonly ComparisonRun[], groups: Groups, options: CurveGapOptions): CurveGap {
  const { resamples, level, seed } = resamplingOptions(options);
  const { method, references, metric = "NDCG@50", beyondHighestHead = "leave-out" } = options;
  if (references.length === 0) throw new Error("curveGap needs the name of at least one reference.");
  const methods = settingsByMethod(runs);
  const curves = [method, ...references].map((name) => {
    const settings = methods.get(name);
    if (settings) return settings;
    throw new Error(
      `There is no run of "${name}"; there are runs of ${[...methods.keys()].map((known) => `"${known}"`).join(", ")}.`,
    );
  });
  const settings = curves.flat();
  const positives = sharedPositives(settings, groups);
  const columns = settings.map((setting) => seedAverages(metric, setting, positives));
  const meanIn = (sums: ByHalf, group: Group): number => {
    const mean = groupMean(sums, positives.counts, group);
    if (mean === null)
      throw new Error(`There is no held-out positive of the ${group}, so there is no plane.`);
    return mean;
  };
  const observed = columns.map((sums) => ({ head: meanIn(sums, "head"), tail: meanIn(sums, "tail") }));
  const judge = (points: readonly PlanePoint[]): Gap => {
    const [path, ...others] = cut(points, curves);
    return gapAbove(path, envelope(others, beyondHighestHead));
  };

  const [counts, ...sums] = resampledHalves([positives.counts, ...columns], { resamples, seed });
  const heads = sums.map((of) => resampledMeans(of, counts, "head"));
  const tails = sums.map((of) => resampledMeans(of, counts, "tail"));
  const gaps = Float64Array.from({ length: resamples }, (_, resample) => {
    const points = settings.map((_, index) => ({
      head: heads[index][resample],
      tail: tails[index][resample],
    }));
    // A resample without a head or a tail positive has no plane.
    if (Number.isNaN(points[0].head + points[0].tail)) return NaN;
    return judge(points).gap ?? NaN;
  });

  const { gap, covered } = judge(observed);
  const [path, ...others] = cut(observed, curves);
  const pieces = envelope(others, beyondHighestHead);
  return {
    method,
    references,
    metric,
    gap,
    interval: gap === null ? null : percentileInterval(gaps, level),
    covered,
    resamplesCovered: gaps.filter((value) => !Number.isNaN(value)).length / resamples,
    points: path.map((point, index) => {
      const below = envelopeAt(pieces, point.head);
      const { strength } = curves[0][index];
      return {
        ...(strength === undefined ? {} : { strength }),
        ...point,
        gap: below === null ? null : point.tail - below,
      };
    }),
    resamples,
    level,
  };
}

/** Points that lie one after another, given back to the curves that they are of. */
function cut(points: readonly PlanePoint[], curves: readonly (readonly SeedRuns[])[]): PlanePoint[][] {
  let start = 0;
  return curves.map(({ length }) => points.slice(start, (start += length)));
}

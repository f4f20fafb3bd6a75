import { max, median, min } from "simple-statistics";
import type { Bench, Measured, Target } from "./bench";

/** A target and what was reached. */
export interface TargetResult extends Target {
  readonly value: number;
  readonly met: boolean;
}

/** One line of the results' file. */
export interface BenchResult {
  readonly name: string;
  readonly oursMedian: number;
  /** Null, as are the ratios, where there is nothing to compare with. */
  readonly otherMedian: number | null;
  readonly unit: string;
  /** Ratios are ours over other, one a pair of blocks. */
  readonly ratioMedian: number | null;
  readonly ratioMin: number | null;
  readonly ratioMax: number | null;
  /** The main target; `targets` says of what, and holds those beside it. */
  readonly target: number;
  /** Whether every target is met. */
  readonly met: boolean;
  readonly targets: readonly TargetResult[];
  readonly ours: string;
  readonly other: string | null;
  readonly blocks: number;
  readonly peakBytes: { readonly ours: number; readonly other: number } | null;
  readonly notes: readonly string[];
}

function valueOf(target: Target, ours: number, ratio: number | null, peak: Measured["peakBytes"]): number {
  const value = { ours, ratio, "peak memory": peak && peak.ours / peak.other }[target.of];
  if (value === null || value === undefined)
    throw new Error(`There is no ${target.of} to hold a target against.`);
  return value;
}

/** Medians, ratios and targets of what a bench measured. */
export function benchResult({ name, unit, targets }: Bench, measured: Measured): BenchResult {
  const { ours, other, peakBytes, oursLabel, otherLabel, notes } = measured;
  if (other.length !== 0 && other.length !== ours.length) {
    throw new Error(`${name} has ${ours.length} blocks of ours and ${other.length} of the other side.`);
  }
  const ratios = other.map((seconds, pair) => ours[pair] / seconds);
  const compared = ratios.length > 0;
  const oursMedian = median([...ours]);
  const ratioMedian = compared ? median(ratios) : null;
  const reached = targets.map((target) => {
    const value = valueOf(target, oursMedian, ratioMedian, peakBytes);
    return { ...target, value, met: value <= target.atMost };
  });
  return {
    name,
    oursMedian,
    otherMedian: compared ? median([...other]) : null,
    unit,
    ratioMedian,
    ratioMin: compared ? min(ratios) : null,
    ratioMax: compared ? max(ratios) : null,
    target: targets[0].atMost,
    met: reached.every(({ met }) => met),
    targets: reached,
    ours: oursLabel,
    other: otherLabel,
    blocks: ours.length,
    peakBytes: peakBytes ?? null,
    notes,
  };
}

import type Padjust from "@stdlib/stats-padjust";
import type Wilcoxon from "@stdlib/stats-wilcoxon";

/** Differences closer than this are ties, and this close to zero are zero: less is the rounding of sums over seeds. */
const resolution = 1e-12;

/**
 * Two-sided p of Wilcoxon's signed-rank test on paired differences.
 *
 * Zero differences are left out (scipy's zero_method="wilcox"): with one positive a user, most users earn the same from
 * both methods, and these say nothing about which is better. No continuity correction, as scipy's default. Exact up to
 * 50 differences without ties or zeros, else by the normal approximation with the correction for ties.
 *
 * @returns 1 when no difference is left; null when fewer than two users were measured.
 */
export function pairedWilcoxon(differences: ArrayLike<number>): number | null {
  if (differences.length < 2) return null;
  const rounded = Float64Array.from(
    differences,
    (difference) => Math.round(difference / resolution) * resolution,
  );
  const unequal = rounded.filter((difference) => difference !== 0).length;
  if (unequal === 0) return 1;
  // Some 240 small files, which only a comparison needs.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const wilcoxon = require("@stdlib/stats-wilcoxon") as typeof Wilcoxon;
  const { pValue } = wilcoxon(rounded, { zeroMethod: "wilcox", correction: false });
  // The exact p doubles one side, which in the middle is more than one half.
  return Math.min(1, pValue);
}

/** Holm's correction of p values for as many tests as there are; null where nothing was tested stays null. */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const tested = pValues.filter((p): p is number => p !== null);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const padjust = require("@stdlib/stats-padjust") as typeof Padjust;
  const adjusted = tested.length > 0 ? padjust(tested, "holm") : [];
  let next = 0;
  return pValues.map((p) => (p === null ? null : adjusted[next++]));
}

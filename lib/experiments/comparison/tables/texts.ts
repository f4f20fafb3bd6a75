import type { Interval } from "../interval";
import type { SeedMean } from "../meanOverSeeds";

/** What stands where nothing could be measured. */
export const missing = "n/a";

/** A fraction in percent without the sign, as table columns have it: 0.12345 -> "12.35". */
const inPercent = (fraction: number): string => (100 * fraction).toFixed(2);

/** A difference with its sign: 0.012 -> "+1.20", -0.012 -> "−1.20"; what rounds to nothing has none. */
export function signed(value: number, decimals = 2): string {
  if (!Number.isFinite(value)) return value > 0 ? "+∞" : "−∞";
  const size = Math.abs(value).toFixed(decimals);
  if (Number(size) === 0) return size;
  return `${value < 0 ? "−" : "+"}${size}`;
}

/** "[+0.30, +2.10]", or nothing where there is no interval. */
const bracketed = (interval: Interval | null, factor: number, decimals: number): string =>
  interval ? ` [${interval.map((end) => signed(factor * end, decimals)).join(", ")}]` : "";

/** "12.35 ± 0.43" in percent; without the deviation for a single seed. */
export function meanText({ mean, standardDeviation }: SeedMean): string {
  if (mean === null) return missing;
  return standardDeviation === null
    ? inPercent(mean)
    : `${inPercent(mean)} ± ${inPercent(standardDeviation)}`;
}

/** A difference of fractions in percentage points with its interval: "+1.20 [+0.30, +2.10]". */
export const pointsText = (difference: number, interval: Interval | null): string =>
  signed(100 * difference) + bracketed(interval, 100, 2);

/** A relative difference in percent with its interval: "+15.2 [+10.1, +20.4]". */
export const relativeText = (difference: number | null, interval: Interval | null): string =>
  difference === null ? missing : signed(100 * difference, 1) + bracketed(interval, 100, 1);

/** A rate with its interval: "+1.35 [+0.90, +2.10]". */
export const rateText = (rate: number, interval: Interval | null): string =>
  signed(rate) + bracketed(interval, 1, 2);

/** A p value to three decimals; smaller ones are "< 0.001", since more says nothing. */
export function pText(p: number | null): string {
  if (p === null) return missing;
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

/** "95 %" of 0.95, "99.5 %" of 0.995. */
export const levelText = (level: number): string => `${Number((100 * level).toFixed(2))} %`;

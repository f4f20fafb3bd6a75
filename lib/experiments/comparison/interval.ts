/** Lower and upper end of an interval. */
export type Interval = readonly [low: number, high: number];

/** The value below which a share of sorted values lies, linear between two of them, as numpy has it. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  // Between equals nothing is interpolated: two infinities have no difference.
  if (sorted[below] === sorted[above]) return sorted[below];
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/**
 * Percentile interval of bootstrap values: the middle `level` of them. Resamples without a value (NaN: they drew no
 * positive of the group) are left out.
 *
 * @returns null when more than half of the resamples have no value, since too little is known then.
 */
export function percentileInterval(values: Float64Array, level: number): Interval | null {
  // Typed arrays sort NaN to the end.
  const all = values.slice().sort();
  let known = all.length;
  while (known > 0 && Number.isNaN(all[known - 1])) known -= 1;
  if (known === 0 || 2 * known < all.length) return null;
  const sorted = all.subarray(0, known);
  const outside = (1 - level) / 2;
  return [quantile(sorted, outside), quantile(sorted, 1 - outside)];
}

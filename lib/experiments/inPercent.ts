/** A fraction in percent to two decimals, a number still, so that a table aligns it; null stays null. */
export const inPercent = (fraction: number | null): number | null =>
  fraction === null ? null : Number((100 * fraction).toFixed(2));

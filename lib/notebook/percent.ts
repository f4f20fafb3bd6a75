/** A fraction in percent, as tables print it: 0.12345 -> "12.3 %"; null -> "n/a". */
export function percent(fraction: number | null, decimals = 1): string {
  return fraction === null ? "n/a" : `${(100 * fraction).toFixed(decimals)} %`;
}

/** A whole number as prose has it: 12345 -> "12,345". */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** A measured fraction in percent, as tables print it: 0.12345 -> "12.3 %", 0.2 -> "20.0 %"; null -> "n/a". */
export function percent(fraction: number | null, decimals = 1): string {
  return fraction === null ? "n/a" : `${(100 * fraction).toFixed(decimals)} %`;
}

/** A share in percent for a label or a sentence, without a decimal that adds nothing: 0.2 -> "20 %", 0.125 -> "12.5 %". */
export function shortPercent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

/** 12345 as "12,345". */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** 0.2 as "20 %", 0.125 as "12.5 %". */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** A value that Plotly can place, or null: Plotly leaves a gap for null, and JSON has no NaN. */
export function orGap(value: number | null | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

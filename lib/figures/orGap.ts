/** A value that Plotly can place, or null: Plotly leaves a gap for null, and JSON has no NaN. */
export function orGap(value: number | null | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

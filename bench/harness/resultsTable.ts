import type { BenchResult } from "./result";

const columns = ["bench", "ours", "other", "ratio", "spread", "target", ""];

/** Seconds in the unit in which they are easy to read: 0.0182 -> "18.2 ms". */
export function readableSeconds(seconds: number): string {
  if (seconds < 1) return `${(seconds * 1000).toPrecision(3)} ms`;
  return `${seconds.toPrecision(3)} s`;
}

function row(result: BenchResult): string[] {
  const { name, oursMedian, otherMedian, ratioMedian, ratioMin, ratioMax, targets, met } = result;
  const wanted = targets.map(({ of, atMost, value }) => {
    if (of === "ours") return `${readableSeconds(atMost)}`;
    return of === "ratio" ? `${atMost}x` : `memory ${atMost}x (${value.toFixed(2)})`;
  });
  return [
    name,
    readableSeconds(oursMedian),
    otherMedian === null ? "-" : readableSeconds(otherMedian),
    ratioMedian === null ? "-" : ratioMedian.toFixed(2),
    ratioMin === null || ratioMax === null ? "-" : `${ratioMin.toFixed(2)} to ${ratioMax.toFixed(2)}`,
    wanted.join(", "),
    met ? "met" : "MISSED",
  ];
}

/** The results as a table for a terminal: medians, the ratio with its spread, and whether the targets are met. */
export function resultsTable(results: readonly BenchResult[]): string {
  const rows = [columns, ...results.map(row)];
  const widths = columns.map((_, at) => Math.max(...rows.map((cells) => cells[at].length)));
  return rows
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

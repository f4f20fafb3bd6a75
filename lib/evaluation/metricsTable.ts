import type { DataFrame } from "danfojs-node";
import { htmlTable, percent } from "../host";
import { allGroups, type Group, type Groups } from "../splitting";
import { groupCard } from "./groupCard";
import { meanMetric, metricNamed, positivesIn } from "./metrics";
import type { Ranks } from "./ranks";
import { checkSamePositives } from "./samePositives";

/** Which metrics a table holds. */
export interface MetricsTableOptions {
  /** Cutoffs K of HR@K and NDCG@K. Default [10, 50], the papers'. */
  readonly at?: readonly number[];
  /** Whether MRR has a column as well. Default false. */
  readonly reciprocalRank?: boolean;
}

/** One line of a metrics table: a method, a group, and the metrics as fractions (null: no positive to measure). */
export interface MetricsRow {
  readonly method: string;
  readonly group: Group;
  /** Held-out positives of the group. */
  readonly positives: number;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** Metrics of several methods' ranks for each group, as plain values: what tables and figures are made of. */
export function metricsRows(
  ranksByMethod: Readonly<Record<string, Ranks>>,
  groups: Groups,
  { at = [10, 50], reciprocalRank = false }: MetricsTableOptions = {},
): MetricsRow[] {
  const names = [...at.flatMap((k) => [`HR@${k}`, `NDCG@${k}`]), ...(reciprocalRank ? ["MRR"] : [])];
  return Object.entries(ranksByMethod).flatMap(([method, ranks]) =>
    allGroups.map((group) => ({
      method,
      group,
      positives: positivesIn(ranks, groups, group),
      metrics: Object.fromEntries(
        names.map((name) => [name, meanMetric(metricNamed(name), ranks, groups, group)]),
      ),
    })),
  );
}

/**
 * Metrics of several methods' ranks for each group, as a danfo DataFrame of fractions to compute on. A notebook
 * shows it in percent, with the group card under it. An empty group is null, shown as "n/a".
 */
export function metricsTable(
  ranksByMethod: Readonly<Record<string, Ranks>>,
  groups: Groups,
  options: MetricsTableOptions = {},
): DataFrame {
  checkSamePositives(Object.entries(ranksByMethod), "A metrics table");
  const rows = metricsRows(ranksByMethod, groups, options);
  const names = Object.keys(rows[0]?.metrics ?? {});
  const columns = ["method", "group", "positives", ...names];
  const values = rows.map(({ method, group, positives, metrics }) => [
    method,
    group,
    positives,
    ...names.map((name) => metrics[name]),
  ]);
  // danfo takes a second to load, and only tables need it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const danfo = require("danfojs-node") as { DataFrame: typeof DataFrame };
  const table = new danfo.DataFrame(values, { columns });
  const inPercent = (value: number | null) => (value === null ? null : Number((100 * value).toFixed(2)));
  const card = groupCard(groups, Object.values(ranksByMethod)[0]);
  const bundle = {
    "text/html": htmlTable({
      columns: ["method", "group", "positives", ...names.map((name) => `${name} %`)],
      rows: rows.map(({ method, group, positives, metrics }) => [
        method,
        group,
        positives,
        ...names.map((name) => inPercent(metrics[name])),
      ]),
      caption: card.sentence,
    }),
    "text/plain": [
      ...rows.map(({ method, group, metrics }) =>
        [method, group, ...names.map((name) => `${name} ${percent(metrics[name], 2)}`)].join("  "),
      ),
      card.sentence,
    ].join("\n"),
  };
  return Object.assign(table, { [Symbol.for("Jupyter.display")]: () => bundle });
}

import { count } from "../../../host";
import { allGroups, type Group } from "../../../splitting";
import type { Comparison, ComparisonCell } from "../compare";
import { resultTable, type ResultTable } from "./resultTable";
import type { TableCell } from "./tableParts";
import { levelText, meanText, missing, pText, pointsText } from "./texts";

/** Which part of a comparison is printed. */
export interface ComparisonTableOptions {
  /** Default: all metrics of the comparison. */
  readonly metrics?: readonly string[];
  /** Default: overall, head and tail. */
  readonly groups?: readonly Group[];
}

/** The cells with the highest mean of their metric and group. */
function bestCells(cells: readonly ComparisonCell[]): Set<ComparisonCell> {
  const highest = new Map<string, number>();
  const key = ({ metric, group }: ComparisonCell): string => `${group} ${metric}`;
  for (const cell of cells) {
    if (cell.mean !== null) highest.set(key(cell), Math.max(cell.mean, highest.get(key(cell)) ?? -Infinity));
  }
  return new Set(cells.filter((cell) => cell.mean !== null && cell.mean === highest.get(key(cell))));
}

function captionOf({ baseline, cells, tests, resamples, level, card, methods }: Comparison): string {
  const seeds = new Set(methods.map((method) => method.seeds.length));
  const over =
    seeds.size === 1 && seeds.has(1)
      ? "One seed, in %."
      : `Mean ± standard deviation over the seeds, in %${seeds.size === 1 ? ` (${[...seeds][0]} each)` : ""}.`;
  return [
    over,
    `Difference to "${baseline}" in percentage points, with the ${levelText(level)} interval of a paired bootstrap over users (each averaged over the seeds first; ${count(resamples)} resamples).`,
    `p: paired Wilcoxon test, after Holm's correction over ${count(tests)} tests.`,
    ...(methods.length > 1 && cells.length > 0 ? ["Bold: the highest mean."] : []),
    card.sentence,
  ].join(" ");
}

/**
 * A comparison as a table: a row for each group and method, and for each metric the mean, the difference to the baseline
 * with its interval, and last the p. The highest mean of a group is in bold. The number of settings that were tried
 * stands beside a method where the runs say it.
 *
 * @throws when a metric is asked for that was not compared.
 */
export function comparisonTable(comparison: Comparison, options: ComparisonTableOptions = {}): ResultTable {
  const { metrics = comparison.metrics, groups = allGroups } = options;
  const unknown = metrics.find((metric) => !comparison.metrics.includes(metric));
  if (unknown !== undefined) {
    throw new Error(`"${unknown}" was not compared; there are ${comparison.metrics.join(", ")}.`);
  }
  const { methods, cells, baseline } = comparison;
  const tried = methods.some(({ settingsTried }) => settingsTried !== undefined);
  const best = methods.length > 1 ? bestCells(cells) : new Set<ComparisonCell>();
  const find = (method: string, group: Group, metric: string): ComparisonCell =>
    cells.find((cell) => cell.method === method && cell.group === group && cell.metric === metric)!;

  const rows = groups.flatMap((group) =>
    methods.map((method): TableCell[] => [
      { text: group },
      { text: method.name },
      ...(tried
        ? [{ text: method.settingsTried === undefined ? missing : count(method.settingsTried) }]
        : []),
      ...metrics.flatMap((metric): TableCell[] => {
        const cell = find(method.name, group, metric);
        const mean = { text: meanText(cell), best: best.has(cell) };
        if (method.name === baseline) return [mean, { text: "" }, { text: "" }];
        const { effect } = cell;
        return [
          mean,
          { text: effect ? pointsText(effect.difference, effect.interval) : missing },
          { text: pText(cell.adjustedP) },
        ];
      }),
    ]),
  );
  return resultTable({
    columns: [
      { title: "group", align: "left" },
      { title: "method", align: "left" },
      ...(tried ? [{ title: "settings tried", align: "right" as const }] : []),
      ...metrics.flatMap((metric) => [
        { title: `${metric} %`, align: "right" as const },
        { title: `difference [${levelText(comparison.level)}]`, align: "right" as const },
        { title: "p", align: "right" as const },
      ]),
    ],
    rows,
    caption: captionOf(comparison),
    values: valuesOf(comparison, metrics, groups),
  });
}

/** One line a cell, unrounded. */
function valuesOf(
  { cells, methods, baseline }: Comparison,
  metrics: readonly string[],
  groups: readonly Group[],
): ResultTable["values"] {
  const shown = cells.filter(({ metric, group }) => metrics.includes(metric) && groups.includes(group));
  return {
    columns: [
      ...["metric", "group", "method", "positives", "users", "seeds", "settings_tried", "mean"],
      ...["standard_deviation", "baseline", "difference", "low", "high", "relative_difference"],
      ...["relative_low", "relative_high", "p", "holm_p"],
    ],
    rows: shown.map((cell) => {
      const { seeds, settingsTried } = methods.find(({ name }) => name === cell.method)!;
      const { effect } = cell;
      return [
        ...[cell.metric, cell.group, cell.method, cell.positives, cell.users, seeds.length],
        ...[settingsTried ?? null, cell.mean, cell.standardDeviation, baseline],
        ...[effect?.difference ?? null, effect?.interval?.[0] ?? null, effect?.interval?.[1] ?? null],
        effect?.relativeDifference ?? null,
        ...[effect?.relativeInterval?.[0] ?? null, effect?.relativeInterval?.[1] ?? null],
        ...[cell.p, cell.adjustedP],
      ];
    }),
  };
}

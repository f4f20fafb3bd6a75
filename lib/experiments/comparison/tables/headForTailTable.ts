import { count } from "../../../host";
import type { Effect } from "../effect";
import type { HeadForTail } from "../headForTail";
import { resultTable, type ResultTable } from "./resultTable";
import type { TableCell } from "./tableParts";
import { levelText, missing, pointsText, rateText, relativeText } from "./texts";

const effectCells = (effect: Effect | null): TableCell[] =>
  effect
    ? [
        { text: pointsText(effect.difference, effect.interval) },
        { text: relativeText(effect.relativeDifference, effect.relativeInterval) },
      ]
    : [{ text: missing }, { text: missing }];

const effectValues = (effect: Effect | null): (number | null)[] => [
  ...[effect?.difference ?? null, effect?.interval?.[0] ?? null, effect?.interval?.[1] ?? null],
  effect?.relativeDifference ?? null,
  ...[effect?.relativeInterval?.[0] ?? null, effect?.relativeInterval?.[1] ?? null],
];

const effectColumns = (group: string): string[] => [
  ...[`${group}_difference`, `${group}_low`, `${group}_high`],
  ...[`${group}_relative`, `${group}_relative_low`, `${group}_relative_high`],
];

/**
 * The head-for-tail exchange as a table: for each method what the head and the tail gain or lose against the baseline,
 * and what the tail gains for each point that the head loses. The largest gain of each half is in bold.
 */
export function headForTailTable(exchange: HeadForTail): ResultTable {
  const { baseline, metric, methods, resamples, level, card } = exchange;
  const tried = methods.some(({ settingsTried }) => settingsTried !== undefined);
  const most = (half: "head" | "tail"): number =>
    Math.max(...methods.map((method) => method[half]?.difference ?? -Infinity));
  const bold = (half: "head" | "tail", effect: Effect | null): TableCell[] => {
    const [points, relative] = effectCells(effect);
    const best = methods.length > 1 && effect !== null && effect.difference === most(half);
    return [{ ...points, best }, relative];
  };
  const interval = levelText(level);
  const right = (title: string) => ({ title, align: "right" as const });
  return resultTable({
    columns: [
      { title: "method", align: "left" },
      ...(tried ? [right("settings tried")] : []),
      right(`head [${interval}]`),
      right(`relative % [${interval}]`),
      right(`tail [${interval}]`),
      right(`relative % [${interval}]`),
      right(`tail gained a point of head lost [${interval}]`),
    ],
    rows: methods.map((method) => [
      { text: method.name },
      ...(tried
        ? [{ text: method.settingsTried === undefined ? missing : count(method.settingsTried) }]
        : []),
      ...bold("head", method.head),
      ...bold("tail", method.tail),
      { text: method.exchange ? rateText(method.exchange.rate, method.exchange.interval) : missing },
    ]),
    caption: [
      `${metric}: difference to "${baseline}" in percentage points, and relative to it, with ${interval} intervals of a paired bootstrap over users (each averaged over the seeds first; ${count(resamples)} resamples).`,
      `The exchange is n/a where the head's loss cannot be told from none.`,
      ...(methods.length > 1 ? ["Bold: the highest."] : []),
      card.sentence,
    ].join(" "),
    values: {
      columns: [
        ...["metric", "baseline", "method", "seeds", "settings_tried"],
        ...effectColumns("head"),
        ...effectColumns("tail"),
        ...["exchange", "exchange_low", "exchange_high"],
      ],
      rows: methods.map((method) => [
        ...[metric, baseline, method.name, method.seeds.length, method.settingsTried ?? null],
        ...effectValues(method.head),
        ...effectValues(method.tail),
        method.exchange?.rate ?? null,
        ...[method.exchange?.interval?.[0] ?? null, method.exchange?.interval?.[1] ?? null],
      ]),
    },
  });
}

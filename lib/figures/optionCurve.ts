import { allGroups, type Group } from "../splitting";
import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { orGap } from "./orGap";
import { groupStyles } from "./styles";
import { axis, figure } from "./template";

/** A metric over the seeds, as fractions. */
interface OverSeeds {
  readonly mean: number | null;
  /** Null with a single seed: no whisker. */
  readonly standardDeviation: number | null;
}

type ByGroup = Partial<Readonly<Record<Group, OverSeeds>>>;

export interface OptionCurveValues {
  /** Name of the option, such as "lambda_p". */
  readonly option: string;
  /** The option's values in their order, and what each came to. They stand side by side: their distance says nothing. */
  readonly points: readonly ({ readonly value: number | string } & ByGroup)[];
  /** What stands at no value of the option, such as the two-tower: a dotted line a group. */
  readonly baseline?: ByGroup & { readonly name: string };
  /** Name of the metric, such as "NDCG@50". */
  readonly metricName: string;
}

/**
 * A metric of head and tail over the values of one option, everything else held. Each group has a panel of its own, since
 * the tail's metric is a small part of the head's; the dotted lines are the baseline's.
 */
export function optionCurve({ option, points, baseline, metricName }: OptionCurveValues): Figure {
  const groups = allGroups.filter((group) => points.some((point) => point[group]));
  const labels = points.map(({ value }) => escapeText(String(value)));
  const data: Trace[] = [];
  const axes: Record<string, unknown> = {};
  const gap = 0.07;
  const height = (1 - gap * (groups.length - 1)) / Math.max(1, groups.length);
  const hover = escapeTemplate(metricName);
  groups.forEach((group, panel) => {
    const { colour, symbol } = groupStyles[group];
    const yaxis = `y${panel === 0 ? "" : panel + 1}`;
    const spread = points.map((point) => orGap(point[group]?.standardDeviation));
    const top = 1 - panel * (height + gap);
    axes[`yaxis${panel === 0 ? "" : panel + 1}`] = axis(group, {
      domain: [Math.max(0, top - height), top],
      nticks: 4,
      tickformat: ".3~f",
    });
    data.push({
      type: "scatter",
      mode: "lines+markers",
      name: group,
      x: labels,
      y: points.map((point) => orGap(point[group]?.mean)),
      yaxis,
      line: { color: colour, width: 2 },
      marker: { color: colour, symbol, size: 8 },
      connectgaps: false,
      ...(spread.some((value) => value !== null)
        ? {
            error_y: {
              type: "data",
              array: spread.map((value) => value ?? 0),
              thickness: 1,
              width: 4,
              color: colour,
            },
          }
        : {}),
      hovertemplate: `${escapeTemplate(option)} %{x}<br>${hover} of ${group} %{y:.4f}<extra></extra>`,
    });
    const level = orGap(baseline?.[group]?.mean);
    if (!baseline || level === null) return;
    data.push({
      type: "scatter",
      mode: "lines",
      name: `${group}, ${escapeText(baseline.name)}`,
      x: labels,
      y: labels.map(() => level),
      yaxis,
      line: { color: colour, width: 1.5, dash: "dot" },
      hovertemplate: `${escapeTemplate(baseline.name)}<br>${hover} of ${group} %{y:.4f}<extra></extra>`,
    });
  });
  const hasSpread = data.some((trace) => "error_y" in trace);
  return figure({
    title: `${escapeText(metricName)} over ${escapeText(option)}`,
    subtitle:
      (baseline ? `dotted: ${escapeText(baseline.name)}` : "") +
      (hasSpread ? `${baseline ? " · " : ""}whiskers: one standard deviation over seeds` : ""),
    height: 160 + 150 * Math.max(1, groups.length),
    data,
    layout: {
      showlegend: false,
      xaxis: axis(escapeText(option), {
        type: "category",
        categoryorder: "array",
        categoryarray: labels,
        anchor: `y${groups.length > 1 ? groups.length : ""}`,
        tickangle: 0,
      }),
      ...axes,
    },
  });
}

import { escapeTemplate, escapeText } from "./escape";
import type { Figure } from "./figure";
import { orGap } from "./orGap";
import { methodStyle } from "./styles";
import { axis, figure, ruleColour, textColour } from "./template";

export interface CurveGapsValues {
  /** As `curveGap` gives them. */
  readonly gaps: readonly {
    readonly method: string;
    /** Name whose style it has. Default: its own. */
    readonly style?: string;
    /** Tail above the references at equal head, as a fraction; null where there is no common range. */
    readonly gap: number | null;
    readonly interval: readonly [low: number, high: number] | null;
  }[];
  /** Name of the metric, such as "NDCG@50". */
  readonly metricName: string;
}

/**
 * How far each method's tail lies above the curve of the cheap knobs at equal head, in points, with its interval. Right of
 * the rule it has more than a knob gives; a method without a common range with the knobs reads n/a.
 */
export function curveGaps({ gaps, metricName }: CurveGapsValues): Figure {
  const names = gaps.map(({ method }) => escapeText(method));
  const reach = (end: 0 | 1) =>
    gaps.map(({ gap, interval }) =>
      gap === null || !interval ? 0 : 100 * Math.abs((orGap(interval[end]) ?? gap) - gap),
    );
  return figure({
    title: `${escapeText(metricName)} of the tail above a mere knob`,
    subtitle: "at equal head · whiskers: intervals over users",
    height: 150 + 34 * Math.max(1, gaps.length),
    data: [
      {
        type: "scatter",
        mode: "markers",
        showlegend: false,
        y: names,
        x: gaps.map(({ gap }) => (orGap(gap) === null ? null : 100 * (gap as number))),
        marker: {
          size: 11,
          color: gaps.map(({ method, style }) => methodStyle(style ?? method).colour),
          symbol: gaps.map(({ method, style }) => methodStyle(style ?? method).symbol),
        },
        error_x: {
          ...{ type: "data", symmetric: false, array: reach(1), arrayminus: reach(0) },
          ...{ thickness: 1.5, width: 4, color: textColour },
        },
        hovertemplate: `<b>%{y}</b><br>${escapeTemplate(metricName)} of the tail %{x:+.2f} points<extra></extra>`,
      },
      {
        // Above its row: beside it, a long name would leave no width for the picture on a phone.
        ...{ type: "scatter", mode: "text", text: names, textposition: "top right", textfont: { size: 12 } },
        ...{ x: names.map(() => 0), y: names, xaxis: "x2", cliponaxis: false },
        ...{ showlegend: false, hoverinfo: "skip" },
      },
    ],
    layout: {
      margin: { l: 16, r: 16, t: 72, b: 48 },
      xaxis: axis("points above the knobs' curve", {
        ...{ zeroline: true, zerolinecolor: ruleColour, zerolinewidth: 1, tickformat: "+.3~g" },
      }),
      xaxis2: { overlaying: "x", range: [0, 1], visible: false, fixedrange: true },
      yaxis: axis("", {
        ...{ type: "category", categoryorder: "array", categoryarray: names },
        range: [gaps.length - 0.4, -0.8],
        showticklabels: false,
      }),
      annotations: gaps.flatMap(({ gap }, place) =>
        orGap(gap) === null
          ? [
              {
                ...{ x: 0, xanchor: "left", y: place, showarrow: false, text: "n/a" },
                font: { color: textColour, size: 11 },
              },
            ]
          : [],
      ),
    },
  });
}

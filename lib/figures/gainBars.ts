import { count, shortPercent } from "../host";
import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { methodStyle } from "./styles";
import { axis, figure, ruleColour, textColour } from "./template";

export interface GainBarsValues {
  /** As `gainByPopularity` gives it. */
  readonly gain: {
    readonly method: string;
    readonly baseline: string;
    readonly metric: string;
    readonly level: number;
    readonly difference: number;
    readonly buckets: readonly {
      readonly label: string;
      readonly items: number;
      readonly positives: number;
      readonly difference: number | null;
      readonly interval: readonly [low: number, high: number] | null;
      readonly contribution: number;
    }[];
  };
}

/**
 * Where a gain comes from, by the popularity of the positives' items. Above: what the method gains in each bucket, in
 * percentage points, with its interval. Below: what each bucket brings to the overall gain; these bars add up to it. A
 * bucket of few positives can gain much and bring little.
 */
export function gainBars({ gain }: GainBarsValues): Figure {
  const { method, baseline, metric, level, buckets } = gain;
  const labels = buckets.map(({ label }) => escapeText(label));
  const { colour } = methodStyle(method);
  const points = (fraction: number | null): number | null => (fraction === null ? null : 100 * fraction);
  const customdata = buckets.map(({ items, positives, interval }) => [
    count(items),
    count(positives),
    interval ? `<br>from ${interval.map((end) => (100 * end).toFixed(2)).join(" to ")}` : "",
  ]);
  const hover = (what: string): string =>
    `%{x} training samples<br>%{customdata[0]} items, %{customdata[1]} positives<br>${what}<extra></extra>`;
  const reach = (end: 0 | 1): number[] =>
    buckets.map(({ difference, interval }) =>
      interval && difference !== null ? 100 * Math.abs(interval[end] - difference) : 0,
    );
  const data: Trace[] = [
    {
      type: "bar",
      name: "in the bucket",
      x: labels,
      y: buckets.map(({ difference }) => points(difference)),
      yaxis: "y",
      customdata,
      marker: { color: colour },
      error_y: {
        type: "data",
        symmetric: false,
        array: reach(1),
        arrayminus: reach(0),
        thickness: 1.5,
        width: 3,
        color: textColour,
      },
      hovertemplate: hover(`${escapeTemplate(metric)} %{y:+.2f} points%{customdata[2]}`),
    },
    {
      type: "bar",
      name: "brought to the whole",
      x: labels,
      y: buckets.map(({ contribution }) => points(contribution)),
      yaxis: "y2",
      customdata,
      marker: { color: colour, opacity: 0.6 },
      hovertemplate: hover(`brings %{y:+.3f} of ${(100 * gain.difference).toFixed(2)} points`),
    },
  ];
  const zero = {
    zeroline: true,
    zerolinecolor: ruleColour,
    zerolinewidth: 1,
    tickformat: ".2~f",
    nticks: 6,
  };
  return figure({
    title: `Where ${escapeText(method)} gains and loses ${escapeText(metric)}`,
    subtitle: `points against ${escapeText(baseline)} · whiskers: ${shortPercent(level)} intervals`,
    height: 560,
    data,
    layout: {
      showlegend: false,
      bargap: 0.3,
      xaxis: axis("training samples of the item, <i>test positives</i>", {
        type: "category",
        categoryorder: "array",
        categoryarray: labels,
        anchor: "y2",
        tickmode: "array",
        tickvals: labels,
        // One line an end, so that they have room on a phone.
        ticktext: buckets.map(
          ({ positives }, at) => `${labels[at].replace("-", " to<br>")}<br><i>${count(positives)}</i>`,
        ),
        tickangle: 0,
        tickfont: { size: 10 },
      }),
      yaxis: axis("gain in the bucket", { domain: [0.48, 1], ...zero }),
      yaxis2: axis("part of the whole", { domain: [0, 0.4], ...zero }),
    },
  });
}

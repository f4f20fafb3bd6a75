import { shortPercent } from "../host";
import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { orGap } from "./orGap";
import { groupStyles } from "./styles";
import { axis, figure, ruleColour, textColour } from "./template";

/** A difference to the baseline with its interval, as fractions. */
interface Difference {
  readonly difference: number;
  readonly interval: readonly [low: number, high: number] | null;
}

export interface HeadForTailBarsValues {
  /** What head and tail are of: said in the subtitle. Default nothing is said, and items are meant. */
  readonly of?: "items" | "users";
  /** As `headForTail` gives it. */
  readonly exchange: {
    readonly baseline: string;
    /** Name of the metric, such as "NDCG@50". */
    readonly metric: string;
    /** Coverage of the intervals. */
    readonly level: number;
    readonly methods: readonly {
      readonly name: string;
      /** Null where the group has no positive. */
      readonly head: Difference | null;
      readonly tail: Difference | null;
    }[];
  };
}

const BAR_GAP = 0.3;

const points = (fraction: number | null | undefined): number | null => {
  const value = orGap(fraction);
  return value === null ? null : 100 * value;
};

/**
 * The head-for-tail exchange: for each method what head and tail gain or lose against the baseline, in percentage points,
 * with the interval as a whisker. The methods stand in the order given, the first on top.
 */
export function headForTailBars({ exchange, of }: HeadForTailBarsValues): Figure {
  const { baseline, metric, level, methods } = exchange;
  const names = methods.map(({ name }) => escapeText(name));
  const half = (group: "head" | "tail"): Trace => {
    const effects = methods.map((method) => method[group]);
    const { colour } = groupStyles[group];
    const reach = (end: 0 | 1) =>
      effects.map((effect) =>
        effect?.interval ? 100 * Math.abs(effect.interval[end] - effect.difference) : 0,
      );
    return {
      type: "bar",
      orientation: "h",
      name: group,
      y: names,
      x: effects.map((effect) => points(effect?.difference)),
      text: effects.map((effect) =>
        effect?.interval
          ? `<br>from ${effect.interval.map((end) => (100 * end).toFixed(2)).join(" to ")}`
          : "",
      ),
      textposition: "none",
      marker: { color: colour },
      error_x: {
        type: "data",
        symmetric: false,
        array: reach(1),
        arrayminus: reach(0),
        thickness: 1.5,
        width: 3,
        color: textColour,
      },
      hovertemplate: `<b>%{y}</b><br>${escapeTemplate(metric)} of ${group} %{x:+.2f} points%{text}<extra></extra>`,
    };
  };
  return figure({
    // Short: they start where the methods' names end.
    title: `Head for tail: ${escapeText(metric)}`,
    subtitle: `${of ? `head and tail are ${of}; ` : ""}whiskers: ${shortPercent(level)} intervals`,
    height: 160 + 44 * Math.max(1, methods.length),
    data: [half("head"), half("tail")],
    layout: {
      barmode: "group",
      bargap: BAR_GAP,
      annotations: methods.flatMap((method, place) =>
        (["head", "tail"] as const)
          .filter((group) => method[group] === null)
          .map((group) => ({
            x: 0,
            xanchor: "left",
            y: place + (group === "head" ? -1 : 1) * ((1 - BAR_GAP) / 4),
            showarrow: false,
            text: "n/a",
            font: { color: textColour, size: 11 },
          })),
      ),
      xaxis: axis(`points against ${escapeText(baseline)}`, {
        zeroline: true,
        zerolinecolor: ruleColour,
        zerolinewidth: 1,
        tickformat: "+.3~g",
      }),
      yaxis: axis("", {
        type: "category",
        categoryorder: "array",
        categoryarray: names,
        autorange: "reversed",
      }),
    },
  });
}

import { count } from "../host";
import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { orGap } from "./orGap";
import { methodStyle } from "./styles";
import { axis, figure, textColour } from "./template";

/** One curve over the buckets. */
export interface SharesSeries {
  /** A method, or what the methods are set against. */
  readonly name: string;
  /** Fractions, shape [buckets]; null where there is nothing to measure. */
  readonly shares: readonly (number | null)[];
}

export interface SharesByPopularityValues {
  /** As `popularityBuckets` gives them, from the least popular. */
  readonly buckets: readonly { readonly label: string; readonly items: number }[];
  readonly methods: readonly SharesSeries[];
  /** What the methods are set against, such as the share of the training samples: dotted. */
  readonly references?: readonly SharesSeries[];
  /** What is shared, such as "share of the places". */
  readonly shareName: string;
  readonly title: string;
}

const dashes = ["dot", "dash", "dashdot"];

/**
 * Shares by the popularity of the items: one curve a method over buckets of training samples, from the tail on the left
 * to the head on the right. How many items a bucket holds is said on hover: below it there is no room on a phone.
 */
export function sharesByPopularity(values: SharesByPopularityValues): Figure {
  const { buckets, methods, references = [], shareName } = values;
  const labels = buckets.map((bucket) => escapeText(bucket.label));
  const hover = escapeTemplate(shareName);
  const trace = ({ name, shares }: SharesSeries, style: Record<string, unknown>): Trace => ({
    type: "scatter",
    name: escapeText(name),
    x: labels,
    y: shares.map(orGap),
    customdata: buckets.map(({ items }) => count(items)),
    connectgaps: false,
    hovertemplate:
      `<b>%{fullData.name}</b><br>%{x} training samples, %{customdata} items` +
      `<br>${hover} %{y:.1%}<extra></extra>`,
    ...style,
  });
  return figure({
    title: escapeText(values.title),
    subtitle: "from the tail on the left to the head on the right",
    height: 440,
    data: [
      ...references.map((series, at) =>
        trace(series, {
          mode: "lines",
          line: { color: textColour, width: 2, dash: dashes[at % dashes.length] },
        }),
      ),
      ...methods.map((series) => {
        const { colour, symbol, dash = "solid" } = methodStyle(series.name);
        return trace(series, {
          mode: "lines+markers",
          line: { color: colour, width: 2, dash },
          marker: { color: colour, symbol, size: 9 },
        });
      }),
    ],
    layout: {
      xaxis: axis("training samples of the item", {
        type: "category",
        categoryorder: "array",
        categoryarray: labels,
        tickfont: { size: 11 },
      }),
      yaxis: axis(escapeText(shareName), { tickformat: ".0%", rangemode: "tozero" }),
    },
  });
}

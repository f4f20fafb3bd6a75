import { count } from "../host";
import type { Figure, Trace } from "./figure";
import { orGap } from "./orGap";
import { methodStyle } from "./styles";
import { axis, figure, ruleColour, textColour } from "./template";

/** The middle of the items' distances. */
interface Middle {
  readonly median: number;
  readonly lowQuarter: number;
  readonly highQuarter: number;
}

export interface DistanceByShotsValues {
  /** As `teachingDistances` gives them. */
  readonly distances: readonly {
    readonly shots: number;
    readonly items: number;
    /** Distance to the many-shot vector as a share of that vector's length. */
    readonly before: Middle;
    readonly after: Middle;
  }[];
}

/**
 * The distance to the many-shot vectors by the number of shots, before F and after: medians over the items, the middle
 * half as whiskers. Before F is the identity control as well: it moves nothing.
 */
export function distanceByShots({ distances }: DistanceByShotsValues): Figure {
  const labels = distances.map(({ shots }) => count(shots));
  const curve = (part: "before" | "after", name: string, method: string, dash: string): Trace => {
    const { colour, symbol } = methodStyle(method);
    const values = distances.map((each) => each[part]);
    return {
      type: "scatter",
      mode: "lines+markers",
      name,
      x: labels,
      y: values.map(({ median }) => orGap(median)),
      error_y: {
        type: "data",
        symmetric: false,
        array: values.map(({ median, highQuarter }) => highQuarter - median),
        arrayminus: values.map(({ median, lowQuarter }) => median - lowQuarter),
        thickness: 1,
        width: 4,
        color: colour,
      },
      customdata: distances.map(({ items }) => count(items)),
      line: { color: colour, width: 2, dash },
      marker: { color: colour, symbol, size: 9 },
      hovertemplate: `<b>%{fullData.name}</b><br>%{x} shots, %{customdata} items<br>distance %{y:.3f}<extra></extra>`,
    };
  };
  return figure({
    title: "How far from the many-shot vector?",
    subtitle: "medians; whiskers: the middle half of the items",
    height: 440,
    data: [
      curve("before", "as learnt (F = identity)", "two-tower", "dot"),
      curve("after", "after F", "mirec-items", "solid"),
    ],
    layout: {
      xaxis: axis("shots that the vector was learnt from, and items", {
        type: "category",
        categoryorder: "array",
        categoryarray: labels,
        tickmode: "array",
        tickvals: labels,
        ticktext: distances.map(({ items }, at) => `${labels[at]}<br>${count(items)}`),
        tickangle: 0,
        tickfont: { size: 11 },
      }),
      yaxis: axis("distance / length of the many-shot vector", { rangemode: "tozero" }),
      shapes: [
        {
          type: "line",
          xref: "paper",
          x0: 0,
          x1: 1,
          yref: "y",
          y0: 1,
          y1: 1,
          line: { color: ruleColour, width: 1, dash: "dash" },
        },
      ],
      annotations: [
        {
          xref: "paper",
          x: 0.01,
          xanchor: "left",
          yref: "y",
          y: 1,
          yanchor: "top",
          showarrow: false,
          text: "as far as no vector at all",
          font: { color: textColour, size: 11 },
        },
      ],
    },
  });
}

import type { Figure } from "./figure";
import { groupStyles } from "./styles";
import { axis, figure, ruleColour } from "./template";

export interface LorenzCurveValues {
  /** Points from (0, 0) to (1, 1), items from the least to the most popular. */
  readonly points: {
    /** Share of the items so far, 0 to 1, shape [points]. */
    readonly shareOfItems: ArrayLike<number>;
    /** Share of the feedback those items hold, 0 to 1, shape [points]. */
    readonly shareOfFeedback: ArrayLike<number>;
  };
  /** Gini coefficient, 0 (all items alike) to 1 (one item has all). */
  readonly gini: number;
}

const MOST_POINTS = 500;

/**
 * The Lorenz curve of feedback over items, and the diagonal that equal items would follow. The Gini
 * coefficient is twice the area between the two. At most some 500 of the points are drawn.
 *
 * Throws RangeError when the two lists of shares differ in length.
 */
export function lorenzCurve({ points, gini }: LorenzCurveValues): Figure {
  const { shareOfItems, shareOfFeedback } = points;
  if (shareOfItems.length !== shareOfFeedback.length)
    throw new RangeError(
      `lorenzCurve got ${shareOfItems.length} shares of items and ${shareOfFeedback.length} of feedback; give pairs.`,
    );
  const last = shareOfItems.length - 1;
  const step = Math.max(1, last / MOST_POINTS);
  const drawn: number[] = [];
  for (let at = 0; at < last; at += step) drawn.push(Math.round(at));
  if (last >= 0) drawn.push(last);

  return figure({
    title: `Lorenz curve of the feedback: Gini coefficient ${gini.toFixed(3)}`,
    subtitle: "items from the least to the most popular",
    data: [
      {
        type: "scatter",
        mode: "lines",
        name: "feedback",
        x: drawn.map((at) => shareOfItems[at]),
        y: drawn.map((at) => shareOfFeedback[at]),
        fill: "tozeroy",
        fillcolor: "rgba(22, 121, 184, 0.12)",
        line: { color: groupStyles.head.colour, width: 2 },
        hovertemplate:
          "the least popular %{x:.1%} of the items<br>hold %{y:.1%} of the feedback<extra></extra>",
      },
      {
        type: "scatter",
        mode: "lines",
        name: "if all items were alike",
        x: [0, 1],
        y: [0, 1],
        line: { color: ruleColour, width: 1, dash: "dash" },
        hoverinfo: "skip",
      },
    ],
    layout: {
      xaxis: axis("share of items", { tickformat: ".0%", range: [0, 1] }),
      yaxis: axis("share of feedback", { tickformat: ".0%", range: [0, 1] }),
    },
  });
}

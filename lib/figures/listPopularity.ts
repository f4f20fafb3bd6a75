import { count } from "../host";
import { escapeText } from "./escape";
import type { Figure } from "./figure";
import { methodStyle } from "./styles";
import { axis, figure, ruleColour, textColour } from "./template";

/** One model's list for one user. */
export interface ShownList {
  readonly method: string;
  /** Best first. */
  readonly items: readonly { readonly item: number; readonly title: string }[];
}

export interface ListPopularityValues {
  readonly lists: readonly ShownList[];
  /** Training samples of every item, shape [items]. */
  readonly counts: ArrayLike<number>;
  /** Training samples of the head item with the fewest: the cut, drawn as a rule; null when there is no head. */
  readonly lowestHeadCount: number | null;
  /** Whose lists these are. */
  readonly userId: string;
}

/** 1, 2, 5, 10, 20, 50, ... */
const roundCounts = Array.from({ length: 21 }, (_, at) => [1, 2, 5][at % 3] * 10 ** Math.floor(at / 3));

/**
 * The lists that several models show one user: how popular the item at each place is. Above the rule are head items,
 * below it tail items. The scale is logarithmic; an item without a training sample is drawn at one half.
 */
export function listPopularity({ lists, counts, lowestHeadCount, userId }: ListPopularityValues): Figure {
  const cut = lowestHeadCount;
  return figure({
    title: "How popular what one user is shown is",
    subtitle: `user ${escapeText(userId)}, from the first place to the last`,
    height: 420,
    data: lists.map(({ method, items }) => {
      const { colour, symbol } = methodStyle(method);
      return {
        type: "scatter",
        mode: "lines+markers",
        name: escapeText(method),
        x: items.map((_, place) => place + 1),
        y: items.map(({ item }) => Math.max(counts[item], 0.5)),
        customdata: items.map(({ item, title }) => [escapeText(title), count(counts[item])]),
        line: { color: colour, width: 1, dash: "dot" },
        marker: { color: colour, symbol, size: 10 },
        hovertemplate:
          "<b>%{customdata[0]}</b><br>place %{x} of %{fullData.name}<br>%{customdata[1]} training samples<extra></extra>",
      };
    }),
    layout: {
      xaxis: axis("place in the list", { dtick: 1, showgrid: false }),
      yaxis: axis("training samples of the item", {
        type: "log",
        // Plotly's own ticks between the powers of ten are bare digits.
        ...{ tickmode: "array", tickvals: roundCounts, ticktext: roundCounts.map(count) },
      }),
      shapes:
        cut === null
          ? []
          : [
              {
                ...{ type: "line", xref: "paper", x0: 0, x1: 1, yref: "y", y0: cut, y1: cut },
                line: { color: ruleColour, width: 1, dash: "dash" },
              },
            ],
      annotations:
        cut === null
          ? []
          : (["head", "tail"] as const).map((group) => ({
              // On a logarithmic axis Plotly takes a place's logarithm.
              ...{ x: 1, xref: "paper", xanchor: "right", y: Math.log10(cut), yref: "y" },
              yanchor: group === "head" ? "bottom" : "top",
              showarrow: false,
              text: group,
              font: { color: textColour, size: 12 },
            })),
    },
  });
}

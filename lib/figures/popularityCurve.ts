import { count, shortPercent } from "../host";
import { escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { drawnRanks } from "./drawnRanks";
import { groupStyles } from "./styles";
import { axis, figure, ruleColour, textColour } from "./template";

export interface PopularityCurveValues {
  /** Training samples of each item, shape [items], in any order. */
  readonly counts: ArrayLike<number>;
  /** Name of each item for the hover text, shape [items], in the order of `counts`. */
  readonly titles?: readonly string[];
  /** Number of head items: the first ones by falling count, ties by item index. */
  readonly headItems: number;
  /** Share of items the head was cut at, 0 to 1: for the label of the cut. */
  readonly headShare: number;
  /** Share of the training samples that the head items hold, 0 to 1: for the label, where known. */
  readonly headShareOfFeedback?: number;
  /** "linear" (the default: a fifth of the items is a fifth of the width) or "log" (the first ranks spread out). */
  readonly rankScale?: "linear" | "log";
}

/**
 * The long tail: training samples of each item over the item's popularity rank, with the cut between head and
 * tail. Counts stand on a logarithmic axis; items without any sample have no place there and are counted in
 * the subtitle. Beyond 2,000 items not every rank is drawn, which the subtitle says too.
 *
 * Throws RangeError when `titles` is not as long as `counts` or `headItems` is not one of its ranks.
 */
export function popularityCurve(values: PopularityCurveValues): Figure {
  const { counts, titles, headItems, headShare } = values;
  const items = counts.length;
  if (titles && titles.length !== items)
    throw new RangeError(
      `popularityCurve got ${titles.length} titles for ${items} counts; give one title an item.`,
    );
  if (!Number.isInteger(headItems) || headItems < 0 || headItems > items)
    throw new RangeError(
      `popularityCurve got headItems ${headItems}; give a whole number from 0 to ${items}.`,
    );

  const order = Array.from({ length: items }, (_, item) => item).sort(
    (a, b) => counts[b] - counts[a] || a - b,
  );
  let seen = items;
  while (seen > 0 && !(counts[order[seen - 1]] > 0)) seen -= 1;
  const ranks = drawnRanks(seen, headItems);

  const part = (group: "head" | "tail", own: readonly number[]): Trace => ({
    type: "scatter",
    mode: "lines+markers",
    name: group,
    x: own,
    y: own.map((rank) => counts[order[rank - 1]]),
    text: own.map((rank) => (titles ? escapeText(titles[order[rank - 1]]) : `item ${order[rank - 1]}`)),
    hovertemplate: `<b>%{text}</b><br>rank %{x:,} · ${group}<br>%{y:,} training samples<extra></extra>`,
    line: { color: groupStyles[group].colour, width: 2 },
    marker: { color: groupStyles[group].colour, symbol: groupStyles[group].symbol, size: 4 },
  });
  const head = ranks.filter((rank) => rank <= headItems);
  const tail = ranks.filter((rank) => rank > headItems);

  const scale = values.rankScale ?? "linear";
  const cut = headItems + 0.5;
  const notes = [`${count(items)} items`];
  if (ranks.length < seen) notes.push(`${count(ranks.length)} of ${count(seen)} ranks drawn`);
  if (seen < items) notes.push(`${count(items - seen)} without a training sample, not drawn`);
  const held =
    values.headShareOfFeedback === undefined
      ? ""
      : `<br>with ${shortPercent(values.headShareOfFeedback)} of the feedback`;
  return figure({
    title: "The long tail: few items have most of the feedback",
    subtitle: notes.join(" · "),
    data: [part("head", head), part("tail", tail)],
    layout: {
      xaxis: axis("popularity rank of the item", {
        type: scale,
        tickformat: ",",
        ...(scale === "linear" ? { range: [0, items + 1] } : { dtick: 1 }),
      }),
      yaxis: axis("training samples", { type: "log", dtick: 1, tickformat: "," }),
      shapes: [
        {
          type: "line",
          xref: "x",
          yref: "paper",
          x0: cut,
          x1: cut,
          y0: 0,
          y1: 1,
          line: { color: ruleColour, width: 1, dash: "dash" },
        },
      ],
      annotations: [
        {
          // Plotly places annotations on a logarithmic axis by the logarithm, shapes by the value.
          x: scale === "log" ? Math.log10(cut) : cut,
          xref: "x",
          y: 1,
          yref: "paper",
          xanchor: "left",
          yanchor: "top",
          xshift: 6,
          align: "left",
          showarrow: false,
          font: { color: textColour, size: 12 },
          text: `head: top ${shortPercent(headShare)},<br>${count(headItems)} items${held}`,
        },
      ],
    },
  });
}

import type { Figure, Trace } from "./figure";
import { orGap } from "./orGap";
import { methodStyle } from "./styles";
import { axis, figure, ruleColour, textColour } from "./template";

export interface ChainBlocksValues {
  /** The blocks of a chain as mirec-stages reports them, the 1-shot block first. */
  readonly blocks: readonly {
    readonly shots: number;
    /** How far the block moves what enters, as a share of its length; null where nothing was measured. */
    readonly relativeChange: number | null;
    /** Distance to the many-shot end after the chain, as a share of that before; null where nothing was measured. */
    readonly remainingDistance: number | null;
  }[];
}

/**
 * What a chain of meta-learners does block by block, measured on items that it was not taught by: how far each block moves a
 * vector, and what is left of the distance to the many-shot vector. Under the rule at 1 the chain comes nearer.
 */
export function chainBlocks({ blocks }: ChainBlocksValues): Figure {
  const shots = blocks.map((block) => String(block.shots));
  const { colour, symbol } = methodStyle("mirec-stages");
  const change: Trace = {
    type: "bar",
    name: "moved by the block",
    x: shots,
    y: blocks.map((block) => orGap(block.relativeChange)),
    marker: { color: "rgba(128, 128, 128, 0.55)" },
    hovertemplate: "learnt from %{x} shots<br>moved by %{y:.1%} of its length<extra></extra>",
  };
  const remaining: Trace = {
    type: "scatter",
    mode: "lines+markers",
    name: "distance left after the chain",
    x: shots,
    y: blocks.map((block) => orGap(block.remainingDistance)),
    line: { color: colour, width: 2 },
    marker: { color: colour, symbol, size: 11 },
    connectgaps: false,
    hovertemplate: "learnt from %{x} shots<br>%{y:.1%} of the distance is left<extra></extra>",
  };
  return figure({
    title: "What each block of the chain does",
    subtitle: "measured on head items that were kept from it",
    data: [change, remaining],
    layout: {
      xaxis: axis("shots that the vector was learnt from", { type: "category", showgrid: false }),
      yaxis: axis("share", { rangemode: "tozero", tickformat: ".0%" }),
      shapes: [
        {
          ...{ type: "line", xref: "paper", x0: 0, x1: 1, yref: "y", y0: 1, y1: 1 },
          line: { color: ruleColour, width: 1, dash: "dash" },
        },
      ],
      annotations: [
        {
          ...{ xref: "paper", x: 1, xanchor: "right", yref: "y", y: 1, yanchor: "bottom" },
          showarrow: false,
          text: "as far as before",
          font: { size: 11, color: textColour },
        },
      ],
    },
  });
}

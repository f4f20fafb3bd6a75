import { allGroups } from "../splitting";
import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { orGap } from "./orGap";
import { groupStyles } from "./styles";
import { axis, figure, ruleColour, textColour } from "./template";

type Curve = readonly (number | null)[];

export interface TrainingCurvesValues {
  /** Epoch of each value, counted from 1, shape [epochs]. */
  readonly epochs: readonly number[];
  /** Mean training loss of each epoch, shape [epochs]. */
  readonly loss: Curve;
  /** Validation metric of each epoch for each group, shape [epochs]; null where it was not measured. */
  readonly validation: { readonly overall?: Curve; readonly head?: Curve; readonly tail?: Curve };
  /** Name of the validation metric, such as "NDCG@50". */
  readonly metricName: string;
  /** The epoch whose weights were kept: drawn as a line. */
  readonly bestEpoch?: number | null;
}

/**
 * How a training went: the loss above, the validation metric of each group below, over the same epochs. An
 * epoch without a value is a gap.
 */
export function trainingCurves(values: TrainingCurvesValues): Figure {
  const { epochs, validation, bestEpoch } = values;
  const metric = escapeText(values.metricName);
  const hoverMetric = escapeTemplate(values.metricName);
  const data: Trace[] = [
    {
      type: "scatter",
      mode: "lines",
      name: "training loss",
      x: epochs,
      y: values.loss.map(orGap),
      line: { color: ruleColour, width: 2, dash: "dot" },
      connectgaps: false,
      yaxis: "y2",
      hovertemplate: "epoch %{x}<br>training loss %{y:.4f}<extra></extra>",
    },
  ];
  for (const group of allGroups) {
    const curve = validation[group];
    if (!curve) continue;
    const { colour, symbol } = groupStyles[group];
    data.push({
      type: "scatter",
      mode: "lines+markers",
      name: group,
      x: epochs,
      y: curve.map(orGap),
      line: { color: colour, width: 2 },
      marker: { color: colour, symbol, size: 6 },
      connectgaps: false,
      hovertemplate: `epoch %{x}<br>${hoverMetric} of ${group} %{y:.4f}<extra></extra>`,
    });
  }
  const kept = typeof bestEpoch === "number";
  return figure({
    title: `Training loss and ${metric} on validation`,
    subtitle: kept ? `the weights of epoch ${bestEpoch} were kept` : undefined,
    height: 480,
    data,
    layout: {
      xaxis: axis("epoch", { anchor: "y", showgrid: false }),
      yaxis: axis(`validation ${metric}`, { domain: [0, 0.55], rangemode: "tozero" }),
      yaxis2: axis("training loss", { domain: [0.63, 1], anchor: "x" }),
      shapes: kept
        ? [
            {
              type: "line",
              xref: "x",
              yref: "paper",
              x0: bestEpoch,
              x1: bestEpoch,
              y0: 0,
              y1: 1,
              line: { color: ruleColour, width: 1, dash: "dash" },
            },
          ]
        : [],
      annotations: kept
        ? [
            {
              x: bestEpoch,
              xref: "x",
              y: 1,
              yref: "paper",
              xanchor: "right",
              yanchor: "top",
              xshift: -4,
              showarrow: false,
              font: { color: textColour, size: 12 },
              text: "best epoch",
            },
          ]
        : [],
    },
  });
}

import { allGroups } from "../splitting";
import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { orGap } from "./orGap";
import { groupStyles } from "./styles";
import { axis, figure } from "./template";

type Curve = readonly (number | null)[];

export interface CutoffSweepValues {
  /** Share of items counted as head at each point, 0 to 1, shape [points]. */
  readonly headShares: readonly number[];
  /** The metric at each cut, shape [points]; null where the group has no positive. */
  readonly tail: Curve;
  readonly head?: Curve;
  readonly overall?: Curve;
  /** Positives in the tail at each cut, shape [points], for the hover text. */
  readonly tailPositives?: readonly number[];
  readonly headPositives?: readonly number[];
  /** Name of the metric, such as "HR@50". */
  readonly metricName: string;
}

/**
 * The same ranks under other cuts: a metric of head and tail as the head's share of the items moves. A cut
 * whose group has no positive is a gap.
 */
export function cutoffSweep(values: CutoffSweepValues): Figure {
  const metric = escapeText(values.metricName);
  const hoverMetric = escapeTemplate(values.metricName);
  const data: Trace[] = [];
  for (const group of allGroups) {
    const curve = values[group];
    if (!curve) continue;
    const positives =
      group === "tail" ? values.tailPositives : group === "head" ? values.headPositives : undefined;
    const { colour, symbol } = groupStyles[group];
    data.push({
      type: "scatter",
      mode: "lines+markers",
      name: group,
      x: values.headShares,
      y: curve.map(orGap),
      ...(positives ? { customdata: positives } : {}),
      line: { color: colour, width: 2 },
      marker: { color: colour, symbol, size: 7 },
      connectgaps: false,
      hovertemplate:
        `head = top %{x:.1%} of the items<br>${hoverMetric} of ${group} %{y:.4f}` +
        `${positives ? "<br>%{customdata:,} positives" : ""}<extra></extra>`,
    });
  }
  return figure({
    title: `${metric} as the cut between head and tail moves`,
    subtitle: "the same model and the same ranks at every cut",
    data,
    layout: {
      xaxis: axis("share of items counted as head", { tickformat: ".0%" }),
      yaxis: axis(metric, { rangemode: "tozero" }),
    },
  });
}

import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { orGap } from "./orGap";
import { methodStyle } from "./styles";
import { axis, figure, heightWithLegend, legendBelow, textColour } from "./template";

/** A metric over the seeds, as fractions. */
interface OverSeeds {
  readonly mean: number | null;
  /** Null with a single seed: no whisker. */
  readonly standardDeviation: number | null;
}

/** A method in the plane: several points are joined in their order to a curve. */
export interface HeadTailPlaneMethod {
  readonly name: string;
  readonly points: readonly {
    readonly head: OverSeeds;
    readonly tail: OverSeeds;
    /** The knob's value, shown on hover. */
    readonly strength?: number;
  }[];
}

export interface HeadTailPlaneValues {
  /** As `headTailCurves` gives them. */
  readonly curves: readonly HeadTailPlaneMethod[];
  /** Name of the metric, such as "NDCG@50". */
  readonly metricName: string;
  /** Name of a method with one point through which level and upright rules are drawn: better on both sides is up right. */
  readonly baseline?: string;
}

const whiskers = (spread: readonly (number | null)[], colour: string): Record<string, unknown> | undefined =>
  spread.some((value) => value !== null)
    ? { type: "data", array: spread.map((value) => value ?? 0), thickness: 1, width: 3, color: colour }
    : undefined;

function methodTrace({ name, points }: HeadTailPlaneMethod, hoverMetric: string): Trace {
  const { colour, symbol, dash = "solid" } = methodStyle(name);
  const isCurve = points.length > 1;
  const errorX = whiskers(
    points.map(({ head }) => orGap(head.standardDeviation)),
    colour,
  );
  const errorY = whiskers(
    points.map(({ tail }) => orGap(tail.standardDeviation)),
    colour,
  );
  return {
    type: "scatter",
    mode: isCurve ? "lines+markers" : "markers",
    name: escapeText(name),
    x: points.map(({ head }) => orGap(head.mean)),
    y: points.map(({ tail }) => orGap(tail.mean)),
    text: points.map(({ strength }) => (strength === undefined ? "" : `<br>strength ${strength}`)),
    line: { color: colour, width: 1.5, dash },
    marker: { color: colour, symbol, size: isCurve ? 7 : 12 },
    connectgaps: false,
    ...(errorX ? { error_x: errorX } : {}),
    ...(errorY ? { error_y: errorY } : {}),
    hovertemplate:
      `<b>%{fullData.name}</b>%{text}<br>${hoverMetric} of head %{x:.4f}` +
      `<br>${hoverMetric} of tail %{y:.4f}<extra></extra>`,
  };
}

/**
 * The head-tail plane: a metric of the head items against the same of the tail items. A method with a strength is a
 * curve in the order of strength, any other a point; whiskers are one standard deviation over the seeds. What lies up
 * and right of a curve gives more on both sides; what slides along it only exchanges one for the other.
 */
export function headTailPlane({ curves, metricName, baseline }: HeadTailPlaneValues): Figure {
  const metric = escapeText(metricName);
  const at = curves.find(({ name, points }) => name === baseline && points.length === 1)?.points[0];
  const head = orGap(at?.head.mean);
  const tail = orGap(at?.tail.mean);
  const rule = { type: "line", line: { color: textColour, width: 1, dash: "dot" }, layer: "below" };
  const hasSpread = curves.some(({ points }) =>
    points.some((point) => orGap(point.tail.standardDeviation) !== null),
  );
  return figure({
    title: `${metric}: head against tail`,
    subtitle: hasSpread ? "whiskers: one standard deviation over seeds" : undefined,
    height: heightWithLegend(
      520,
      curves.map(({ name }) => name),
    ),
    data: curves.map((curve) => methodTrace(curve, escapeTemplate(metricName))),
    layout: {
      xaxis: axis(`${metric} of head items`, { tickformat: ".3~f", nticks: 6 }),
      yaxis: axis(`${metric} of tail items`, { tickformat: ".3~f", nticks: 6 }),
      hovermode: "closest",
      shapes:
        head === null || tail === null
          ? []
          : [
              { ...rule, xref: "x", x0: head, x1: head, yref: "paper", y0: 0, y1: 1 },
              { ...rule, xref: "paper", x0: 0, x1: 1, yref: "y", y0: tail, y1: tail },
            ],
      legend: legendBelow,
    },
  });
}

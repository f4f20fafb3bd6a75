import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { methodStyle } from "./styles";
import { axis, figure, legendBelow, ruleColour, textColour } from "./template";

/** How unevenly one thing is spread over the items. */
export interface NamedLorenzCurve {
  /** A method, or what the methods are set against. */
  readonly name: string;
  /** Points from (0, 0) to (1, 1), items from the least to the most of it. */
  readonly points: {
    readonly shareOfItems: ArrayLike<number>;
    readonly shareOfFeedback: ArrayLike<number>;
  };
  readonly gini: number;
}

export interface LorenzCurvesValues {
  readonly curves: readonly NamedLorenzCurve[];
  /** What the others are set against, such as the feedback itself: dotted and without a method's colour. */
  readonly reference?: NamedLorenzCurve;
  /** What is spread, such as "places in the lists". */
  readonly spread: string;
  /** What it is spread over. Default "items"; "items and users" where there are curves of both. */
  readonly over?: "items" | "users" | "items and users";
}

const MOST_POINTS = 400;

function drawnPoints(length: number): number[] {
  const last = length - 1;
  const step = Math.max(1, last / MOST_POINTS);
  const drawn: number[] = [];
  for (let at = 0; at < last; at += step) drawn.push(Math.round(at));
  if (last >= 0) drawn.push(last);
  return drawn;
}

/**
 * Lorenz curves of several methods' exposure: how much of what is spread the least served items get. The further a curve
 * hangs below the diagonal, the fewer items share the most of it. At most some 400 points of a curve are drawn.
 */
export function lorenzCurves({ curves, reference, spread, over = "items" }: LorenzCurvesValues): Figure {
  const what = escapeTemplate(spread);
  const trace = ({ name, points, gini }: NamedLorenzCurve, line: Record<string, unknown>): Trace => {
    const drawn = drawnPoints(points.shareOfItems.length);
    return {
      type: "scatter",
      mode: "lines",
      name: `${escapeText(name)} (Gini ${gini.toFixed(2)})`,
      x: drawn.map((at) => points.shareOfItems[at]),
      y: drawn.map((at) => points.shareOfFeedback[at]),
      line,
      hovertemplate: `<b>%{fullData.name}</b><br>%{x:.1%} of the ${over} get<br>%{y:.1%} of the ${what}<extra></extra>`,
    };
  };
  return figure({
    title: `Who gets the ${escapeText(spread)}`,
    subtitle: `${over} from the least to the most of it`,
    height: 460,
    data: [
      ...curves.map((curve) => trace(curve, { color: methodStyle(curve.name).colour, width: 2 })),
      ...(reference ? [trace(reference, { color: textColour, width: 2, dash: "dot" })] : []),
      {
        type: "scatter",
        mode: "lines",
        name: `if all ${over} were alike`,
        x: [0, 1],
        y: [0, 1],
        line: { color: ruleColour, width: 1, dash: "dash" },
        hoverinfo: "skip",
      },
    ],
    layout: {
      xaxis: axis(`share of ${over}`, { tickformat: ".0%", range: [0, 1] }),
      yaxis: axis(`share of the ${escapeText(spread)}`, { tickformat: ".0%", range: [0, 1] }),
      // Names with numbers are long: below, they have room on a phone.
      legend: legendBelow,
    },
  });
}

import { count, shortPercent } from "../host";
import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { pathStyles } from "./styles";
import { axis, figure, textColour } from "./template";

type Point = readonly [x: number, y: number];

/** The way of one item's vector from its first shots to its many-shot end. */
export interface ShotPath {
  readonly title: string;
  /** Training samples of the item. */
  readonly samples: number;
  /** Where the vector is after each number of shots, from the fewest on. */
  readonly steps: readonly { readonly shots: number; readonly at: Point }[];
  /** The many-shot vector; none for a tail item, which has none. */
  readonly manyShot?: Point;
  /** What F makes of one of the steps. */
  readonly mapped?: { readonly shots: number; readonly at: Point };
}

export interface ShotPathsValues {
  readonly paths: readonly ShotPath[];
  /** Share of the vectors' variance that each axis keeps. */
  readonly shares: readonly [number, number];
}

const samplesText = (samples: number): string => `${count(samples)} sample${samples === 1 ? "" : "s"}`;

/** What is drawn of one item: its way, the jump that F makes, and the end. All of it hides with its entry of the legend. */
function pathTraces({ title, samples, steps, manyShot, mapped }: ShotPath, place: number): Trace[] {
  const { colour, symbol } = pathStyles[place % pathStyles.length];
  const name = escapeText(title);
  const group = { legendgroup: `${place}`, name, showlegend: false };
  const hover = (what: string): string =>
    `<b>${escapeTemplate(title)}</b>, ${samplesText(samples)}<br>${what}<extra></extra>`;
  const way = [...steps.map(({ at }) => at), ...(manyShot ? [manyShot] : [])];
  const from = mapped && steps.find(({ shots }) => shots === mapped.shots);
  return [
    {
      type: "scatter",
      mode: "lines+markers",
      ...{ ...group, showlegend: true },
      x: way.map(([x]) => x),
      y: way.map(([, y]) => y),
      text: [
        ...steps.map(({ shots }) => `${count(shots)} ${shots === 1 ? "shot" : "shots"}`),
        ...(manyShot ? ["all samples"] : []),
      ],
      line: { color: colour, width: 1.5 },
      marker: {
        color: colour,
        symbol: [...steps.map(() => symbol), ...(manyShot ? ["star"] : [])],
        // Later steps are larger: the way has a direction.
        size: [...steps.map((_, step) => 5 + step), ...(manyShot ? [15] : [])],
      },
      hovertemplate: hover("%{text}"),
    },
    ...(mapped && from
      ? [
          {
            type: "scatter",
            mode: "lines+markers",
            ...group,
            x: [from.at[0], mapped.at[0]],
            y: [from.at[1], mapped.at[1]],
            line: { color: colour, width: 2, dash: "dot" },
            marker: {
              color: colour,
              symbol: [symbol, "cross-open"],
              size: [0, 13],
              line: { width: 2, color: colour },
            },
            hovertemplate: hover(
              `F of the vector from ${count(mapped.shots)} ${mapped.shots === 1 ? "shot" : "shots"}`,
            ),
          },
        ]
      : []),
  ];
}

/**
 * How the vectors of items move as they see more samples: each item's way from its first shots to its many-shot vector
 * (the star), and where F sends one of its few-shot vectors (the cross at the end of the dotted line). The axes are those
 * along which the vectors differ most.
 */
export function shotPaths({ paths, shares }: ShotPathsValues): Figure {
  const [across, up] = shares.map(shortPercent);
  const legend = (name: string, symbol: string, dash: string): Trace => ({
    type: "scatter",
    mode: "lines+markers",
    name,
    x: [null],
    y: [null],
    line: { color: textColour, width: 1.5, dash },
    marker: { color: textColour, symbol, size: 11 },
    hoverinfo: "skip",
  });
  return figure({
    title: "From few shots to many",
    subtitle: "growing markers: more shots of the same item",
    height: 560,
    data: [
      ...paths.flatMap(pathTraces),
      ...(paths.some(({ manyShot }) => manyShot) ? [legend("all samples", "star", "solid")] : []),
      ...(paths.some(({ mapped }) => mapped) ? [legend("where F sends it", "cross-open", "dot")] : []),
    ],
    layout: {
      xaxis: axis(`first axis (${across} of the variance)`, { zeroline: false }),
      yaxis: axis(`second axis (${up})`, { zeroline: false }),
      hovermode: "closest",
      legend: { orientation: "h", x: 0, xanchor: "left", y: -0.16, yanchor: "top", font: { size: 12 } },
    },
  });
}

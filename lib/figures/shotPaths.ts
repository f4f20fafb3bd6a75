import { count, shortPercent } from "../host";
import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { pathStyles } from "./styles";
import { axis, figure, legendBelow, textColour } from "./template";

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
  /** Whether the many-shot vector is the end of the way, so that a line leads to it. Default true. */
  readonly joined?: boolean;
  /** What F makes of one of the steps. */
  readonly mapped?: { readonly shots: number; readonly at: Point };
}

export interface ShotPathsValues {
  readonly paths: readonly ShotPath[];
  /** Share of the vectors' variance that each axis keeps. */
  readonly shares: readonly [number, number];
  /** Default "From few shots to many". */
  readonly title?: string;
  /** What the stars are. Default "all samples". */
  readonly manyShotName?: string;
}

const samplesText = (samples: number): string => `${count(samples)} sample${samples === 1 ? "" : "s"}`;

/** What is drawn of one item: its way, the jump that F makes, and the end. All of it hides with its entry of the legend. */
function pathTraces(
  { title, samples, steps, manyShot, joined = true, mapped }: ShotPath,
  place: number,
  manyShotName: string,
): Trace[] {
  const { colour, symbol } = pathStyles[place % pathStyles.length];
  const name = escapeText(title);
  const group = { legendgroup: `${place}`, name, showlegend: false };
  const hover = (what: string): string =>
    `<b>${escapeTemplate(title)}</b>, ${samplesText(samples)}<br>${what}<extra></extra>`;
  // Nothing is drawn at null, and no line leads over it.
  const between = manyShot && !joined ? [null] : [];
  const way = [...steps.map(({ at }) => at), ...between, ...(manyShot ? [manyShot] : [])];
  const from = mapped && steps.find(({ shots }) => shots === mapped.shots);
  return [
    {
      type: "scatter",
      mode: "lines+markers",
      ...{ ...group, showlegend: true },
      x: way.map((at) => at && at[0]),
      y: way.map((at) => at && at[1]),
      text: [
        ...steps.map(({ shots }) => `${count(shots)} ${shots === 1 ? "shot" : "shots"}`),
        ...between,
        ...(manyShot ? [manyShotName] : []),
      ],
      line: { color: colour, width: 1.5 },
      marker: {
        color: colour,
        symbol: [...steps.map(() => symbol), ...between.map(() => symbol), ...(manyShot ? ["star"] : [])],
        // Later steps are larger: the way has a direction.
        size: [
          ...steps.map((_, step) => (steps.length > 1 ? 5 + step : 9)),
          ...between.map(() => 0),
          ...(manyShot ? [15] : []),
        ],
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
export function shotPaths({
  paths,
  shares,
  title = "From few shots to many",
  manyShotName = "all samples",
}: ShotPathsValues): Figure {
  const [across, up] = shares.map(shortPercent);
  const legend = (name: string, symbol: string, dash: string): Trace => ({
    type: "scatter",
    mode: dash === "none" ? "markers" : "lines+markers",
    name,
    x: [null],
    y: [null],
    line: { color: textColour, width: 1.5, dash },
    marker: { color: textColour, symbol, size: 11 },
    hoverinfo: "skip",
  });
  return figure({
    title: escapeText(title),
    subtitle: paths.some(({ steps }) => steps.length > 1)
      ? "growing markers: more shots of the same item"
      : undefined,
    height: 560,
    data: [
      ...paths.flatMap((path, place) => pathTraces(path, place, escapeText(manyShotName))),
      ...(paths.some(({ manyShot }) => manyShot)
        ? [
            legend(
              escapeText(manyShotName),
              "star",
              paths.some(({ joined = true }) => joined) ? "solid" : "none",
            ),
          ]
        : []),
      ...(paths.some(({ mapped }) => mapped) ? [legend("where F sends it", "cross-open", "dot")] : []),
    ],
    layout: {
      xaxis: axis(`first axis (${across} of the variance)`, { zeroline: false }),
      yaxis: axis(`second axis (${up})`, { zeroline: false }),
      hovermode: "closest",
      legend: { ...legendBelow, font: { size: 12 } },
    },
  });
}

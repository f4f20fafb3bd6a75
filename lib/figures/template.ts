import type { Figure, Trace } from "./figure";
import { saveFigure, type ImageSize } from "./image";

/**
 * The one text colour: 4.5:1 on white, 4.2:1 on JupyterLab's dark #111. No single grey reaches 4.5:1 on both;
 * the report sets full contrast for the theme it is read in.
 */
export const textColour = "#767676";
/** Grid and rules: there to be seen through, on light and dark. */
export const gridColour = "rgba(128, 128, 128, 0.25)";
export const ruleColour = "#8a8a8a";

const transparent = "rgba(0, 0, 0, 0)";
const fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** What a figure brings to the template: its traces, its words and its own layout. */
export interface FigureParts {
  readonly data: readonly Trace[];
  /** Plotly text: strings from data in it are already escaped. */
  readonly title: string;
  /** A second, smaller line under the title: counts, and what is left out. */
  readonly subtitle?: string;
  /** Pixels, 400 unless given. */
  readonly height?: number;
  readonly layout: Readonly<Record<string, unknown>>;
}

/** An axis in the book's look; `title` carries the unit, and is empty where the panel or its ticks say it. */
export function axis(title: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    ...(title ? { title: { text: title, standoff: 12, font: { size: 13 } } } : {}),
    gridcolor: gridColour,
    zeroline: false,
    linecolor: ruleColour,
    automargin: true,
    ...more,
  };
}

/**
 * The legend of a figure with many names: below, growing upwards, so that it keeps off the axis on a phone too. It may take
 * most of the height, which `heightWithLegend` makes: of its own, Plotly lets it scroll from half of that on.
 */
export const legendBelow: Readonly<Record<string, unknown>> = {
  ...{ orientation: "h", x: 0, xanchor: "left", maxheight: 0.8 },
  ...{ yref: "container", y: 0, yanchor: "bottom" },
};

/** Pixels of a letter of a legend, of the mark before a name, of a line, and of a page's column of text. */
const [letter, mark, line, column] = [7, 55, 19, 560];

/**
 * Height of a figure whose names stand below its plot: that of the plot, and a line for each row of names beyond the
 * first few, so that many names take nothing from the picture.
 */
export function heightWithLegend(height: number, names: readonly string[]): number {
  const widest = Math.max(0, ...names.map((name) => name.length * letter + mark));
  const rows = Math.ceil(names.length / Math.max(1, Math.floor(column / widest)));
  const rowsWithin = 6;
  return height + line * Math.max(0, rows - rowsWithin);
}

/** The figure: parts in the book's look (fonts, margins, legend above, transparent ground). */
export function figure(parts: FigureParts): Figure {
  const values = {
    data: parts.data,
    layout: {
      title: {
        text: parts.title,
        x: 0,
        xref: "paper",
        xanchor: "left",
        y: 1,
        yref: "container",
        yanchor: "top",
        pad: { t: 12 },
        font: { size: 16 },
        ...(parts.subtitle
          ? { subtitle: { text: parts.subtitle, font: { size: 12, color: textColour } } }
          : {}),
      },
      height: parts.height ?? 400,
      margin: { l: 56, r: 16, t: parts.subtitle ? 92 : 72, b: 48 },
      font: { family: fonts, size: 13, color: textColour },
      paper_bgcolor: transparent,
      plot_bgcolor: transparent,
      hoverlabel: { align: "left", namelength: -1 },
      // Of its own, Plotly makes the button bar's background from the paper's, and a black box from a transparent one.
      modebar: { bgcolor: transparent, color: textColour, activecolor: textColour },
      legend: { orientation: "h", x: 0, xanchor: "left", y: 1.02, yanchor: "bottom" },
      ...parts.layout,
    },
    // Titles of films hold dollar signs; they are not formulas. And no `responsive`: JupyterLab fits the width itself,
    // and with it a chart in an output of its own height shrinks to a line when the window changes.
    config: { displaylogo: false, typesetMath: false },
  };
  // Not enumerable, so that the figure stays plain values to whatever else reads it.
  const save = (file: string, size?: ImageSize): Promise<string> => saveFigure(values, file, size);
  return Object.defineProperty(values, "save", { value: save }) as typeof values & Pick<Figure, "save">;
}

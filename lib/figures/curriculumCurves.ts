import { epochPanels } from "./epochPanels";
import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { orGap } from "./orGap";
import { groupStyles } from "./styles";
import { figure } from "./template";

type Curve = readonly (number | null)[];

/** One curriculum's values over its epochs. */
export interface CurriculumCurve {
  readonly name: string;
  /** Shape [epochs]; null where the group has no positive. */
  readonly head: Curve;
  readonly tail: Curve;
  /** Stages in their order, with their epochs. */
  readonly stages: readonly { readonly name: string; readonly epochs: number }[];
}

export interface CurriculumCurvesValues {
  readonly curricula: readonly CurriculumCurve[];
  /** What is drawn, with its unit, such as "validation loss (nats)". */
  readonly valueName: string;
  readonly title: string;
  /** Held-out positives of both groups, for the subtitle. */
  readonly positives: { readonly head: number; readonly tail: number };
}

/**
 * Head and tail over the epochs of several curricula, one panel each on one scale, a rule where a stage ends: the article's
 * figure of what is forgotten and what is kept.
 */
export function curriculumCurves(values: CurriculumCurvesValues): Figure {
  const { curricula, valueName, positives } = values;
  const all = curricula
    .flatMap(({ head, tail }) => [...head, ...tail])
    .map(orGap)
    .filter((value) => value !== null);
  const [lowest, highest] = [Math.min(...all), Math.max(...all)];
  const room = 0.05 * (highest - lowest || 1);
  const { inner, layout, axesOf } = epochPanels(
    curricula.map(({ name, head, stages }) => ({ name, stages, epochs: head.length })),
    {
      panelHeight: 170,
      valueName: escapeText(valueName),
      yaxis: { ...(all.length > 0 ? { range: [lowest - room, highest + room] } : {}), nticks: 5 },
      rule: { width: 1, dash: "dash" },
    },
  );
  const data = curricula.flatMap(({ name, head, tail }, panel): Trace[] => {
    return (["head", "tail"] as const).map((group): Trace => {
      const { colour, symbol } = groupStyles[group];
      const curve = group === "head" ? head : tail;
      return {
        type: "scatter",
        mode: "lines+markers",
        name: group,
        legendgroup: group,
        showlegend: panel === 0,
        x: curve.map((_, epoch) => epoch + 1),
        y: curve.map(orGap),
        ...axesOf(panel),
        line: { color: colour, width: 2 },
        marker: { color: colour, symbol, size: curve.length > 60 ? 3 : 6 },
        connectgaps: false,
        hovertemplate:
          `<b>${escapeTemplate(name)}</b>, epoch %{x}` +
          `<br>${escapeTemplate(valueName)} of ${group} %{y:.4f}<extra></extra>`,
      };
    });
  });
  return figure({
    title: escapeText(values.title),
    subtitle: `${positives.head} positives are head items, ${positives.tail} tail items`,
    height: inner + 208,
    data,
    layout: {
      ...layout,
      margin: { l: 56, r: 16, t: 112, b: 96 },
      // Under the panels: above them stand the stages' names.
      legend: { orientation: "h", x: 0, xanchor: "left", y: -60 / inner, yanchor: "top" },
    },
  });
}

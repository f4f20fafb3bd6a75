import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { orGap } from "./orGap";
import { groupStyles, methodStyle } from "./styles";
import { axis, figure, ruleColour, textColour } from "./template";

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

const panelHeight = 170;
const gapHeight = 64;
/** Above the first panel stand its name and its stages, also where a page leaves little margin. */
const headRoom = 16;

/**
 * Head and tail over the epochs of several curricula, one panel each on one scale, a rule where a stage ends: the article's
 * figure of what is forgotten and what is kept.
 */
export function curriculumCurves(values: CurriculumCurvesValues): Figure {
  const { curricula, valueName, positives } = values;
  const inner = headRoom + curricula.length * panelHeight + Math.max(0, curricula.length - 1) * gapHeight;
  const all = curricula
    .flatMap(({ head, tail }) => [...head, ...tail])
    .map(orGap)
    .filter((value) => value !== null);
  const [lowest, highest] = [Math.min(...all), Math.max(...all)];
  const room = 0.05 * (highest - lowest || 1);
  const axes: Record<string, unknown> = {};
  const annotations: Record<string, unknown>[] = [];
  const shapes: Record<string, unknown>[] = [];
  const data = curricula.flatMap(({ name, head, tail, stages }, panel): Trace[] => {
    const number = panel === 0 ? "" : String(panel + 1);
    const top = 1 - (headRoom + panel * (panelHeight + gapHeight)) / inner;
    axes[`xaxis${number}`] = axis(panel === curricula.length - 1 ? "epoch" : "", {
      anchor: `y${number}`,
      showgrid: false,
      range: [0.5, head.length + 0.5],
      tick0: 1,
      dtick: Math.max(1, Math.ceil(head.length / 12)),
    });
    axes[`yaxis${number}`] = axis(panel === 0 ? escapeText(valueName) : "", {
      anchor: `x${number}`,
      domain: [Math.max(0, top - panelHeight / inner), top],
      ...(all.length > 0 ? { range: [lowest - room, highest + room] } : {}),
      nticks: 5,
    });
    const text = { showarrow: false, yref: `y${number} domain`, y: 1, yanchor: "bottom", yshift: 3 };
    let start = 0;
    stages.forEach((stage, at) => {
      annotations.push({
        ...text,
        xref: `x${number}`,
        x: start + (stage.epochs + 1) / 2,
        text: escapeText(stage.name),
        font: { size: 12, color: textColour },
      });
      start += stage.epochs;
      if (at === stages.length - 1) return;
      shapes.push({
        ...{ type: "line", xref: `x${number}`, x0: start + 0.5, x1: start + 0.5 },
        ...{ yref: `y${number} domain`, y0: 0, y1: 1, line: { color: ruleColour, width: 1, dash: "dash" } },
      });
    });
    annotations.push({
      ...text,
      ...{ xref: "paper", x: 0, xanchor: "left", yshift: 20 },
      text: `<b>${escapeText(name)}</b>`,
      font: { size: 13, color: methodStyle(name).colour },
    });
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
        xaxis: `x${number}`,
        yaxis: `y${number}`,
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
      ...axes,
      annotations,
      shapes,
      margin: { l: 56, r: 16, t: 112, b: 96 },
      // Under the panels: above them stand the stages' names.
      legend: { orientation: "h", x: 0, xanchor: "left", y: -60 / inner, yanchor: "top" },
    },
  });
}

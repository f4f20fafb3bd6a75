import { count } from "../host";
import { escapeTemplate, escapeText } from "./escape";
import type { Figure } from "./figure";
import { methodStyle } from "./styles";
import { axis, figure, ruleColour, textColour } from "./template";

/** Which samples a curriculum shows, epoch by epoch. */
export interface ShownCurriculum {
  readonly name: string;
  /** Stages in their order, with their epochs. */
  readonly stages: readonly { readonly name: string; readonly epochs: number }[];
  /** Samples seen of each popularity bucket in each epoch, shape [epochs][buckets]. */
  readonly samples: readonly (readonly number[])[];
}

export interface CurriculumStagesValues {
  /** Buckets of popularity from the least popular, with all of their training samples (`popularityBuckets`). */
  readonly buckets: readonly { readonly label: string; readonly items: number; readonly samples: number }[];
  readonly curricula: readonly ShownCurriculum[];
}

const panelHeight = 190;
const gapHeight = 64;
/** Above the first panel stand its name and its stages, also where a page leaves little margin. */
const headRoom = 16;

/**
 * The stages of curricula: one panel a curriculum, epochs from left to right, popularity buckets from the tail below to the
 * head above; the darker a field, the larger the share of the bucket's samples that the epoch shows. A rule stands between
 * stages. Buckets without a sample are left out.
 */
export function curriculumStages(values: CurriculumStagesValues): Figure {
  const { curricula } = values;
  const shown = values.buckets.map((bucket, at) => ({ ...bucket, at })).filter(({ samples }) => samples > 0);
  const labels = shown.map(({ label }) => escapeText(label));
  const inner = headRoom + curricula.length * panelHeight + Math.max(0, curricula.length - 1) * gapHeight;
  const axes: Record<string, unknown> = {};
  const annotations: Record<string, unknown>[] = [];
  const shapes: Record<string, unknown>[] = [];
  const data = curricula.map(({ name, stages, samples }, panel) => {
    const number = panel === 0 ? "" : String(panel + 1);
    const top = 1 - (headRoom + panel * (panelHeight + gapHeight)) / inner;
    axes[`xaxis${number}`] = axis(panel === curricula.length - 1 ? "epoch" : "", {
      anchor: `y${number}`,
      showgrid: false,
      range: [0.5, samples.length + 0.5],
      tick0: 1,
      dtick: Math.max(1, Math.ceil(samples.length / 12)),
    });
    axes[`yaxis${number}`] = axis(panel === 0 ? "training samples of the item" : "", {
      anchor: `x${number}`,
      domain: [Math.max(0, top - panelHeight / inner), top],
      type: "category",
      showgrid: false,
      tickfont: { size: 10 },
    });
    const text = { showarrow: false, yref: `y${number} domain`, y: 1, yanchor: "bottom", yshift: 3 };
    let start = 0;
    stages.forEach((stage, at) => {
      const middle = start + (stage.epochs + 1) / 2;
      annotations.push({
        ...text,
        xref: `x${number}`,
        x: middle,
        text: escapeText(stage.name),
        font: { size: 12, color: textColour },
      });
      start += stage.epochs;
      if (at === stages.length - 1) return;
      shapes.push({
        ...{ type: "line", xref: `x${number}`, x0: start + 0.5, x1: start + 0.5 },
        ...{ yref: `y${number} domain`, y0: 0, y1: 1, line: { color: ruleColour, width: 2 } },
      });
    });
    annotations.push({
      ...text,
      ...{ xref: "paper", x: 0, xanchor: "left", yshift: 20 },
      text: `<b>${escapeText(name)}</b>`,
      font: { size: 13, color: methodStyle(name).colour },
    });
    return {
      type: "heatmap",
      name: escapeText(name),
      x: samples.map((_, epoch) => epoch + 1),
      y: labels,
      z: shown.map(({ at, samples: all }) => samples.map((epoch) => epoch[at] / all)),
      customdata: shown.map(({ at, samples: all, items }) =>
        samples.map((epoch) => [count(epoch[at]), count(all), count(items)]),
      ),
      xaxis: `x${number}`,
      yaxis: `y${number}`,
      xgap: 1,
      ygap: 1,
      zmin: 0,
      zmax: 1,
      colorscale: [
        [0, "rgba(128, 128, 128, 0.12)"],
        [1, "#1679b8"],
      ],
      showscale: panel === 0,
      colorbar: {
        title: { text: "share of the bucket's samples seen", side: "top", font: { size: 11 } },
        ...{ orientation: "h", thickness: 10, len: 0.6, x: 0, xanchor: "left", xpad: 0, ypad: 0 },
        // Under the panels: above them stand the stages' names.
        ...{ y: -64 / inner, yanchor: "top", tickformat: ".0%", tickvals: [0, 0.5, 1] },
      },
      hovertemplate:
        `<b>${escapeTemplate(name)}</b>, epoch %{x}<br>items with %{y} training samples (%{customdata[2]})` +
        `<br>%{customdata[0]} of their %{customdata[1]} samples<extra></extra>`,
    };
  });
  return figure({
    title: "Which samples are seen when",
    height: inner + 220,
    data,
    layout: { ...axes, annotations, shapes, margin: { l: 56, r: 16, t: 96, b: 124 } },
  });
}

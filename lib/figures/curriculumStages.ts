import { count } from "../host";
import { epochPanels } from "./epochPanels";
import { escapeTemplate, escapeText } from "./escape";
import type { Figure } from "./figure";
import { figure } from "./template";

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

/**
 * The stages of curricula: one panel a curriculum, epochs from left to right, popularity buckets from the tail below to the
 * head above; the darker a field, the larger the share of the bucket's samples that the epoch shows. A rule stands between
 * stages. Buckets without a sample are left out.
 */
export function curriculumStages(values: CurriculumStagesValues): Figure {
  const { curricula } = values;
  const shown = values.buckets.map((bucket, at) => ({ ...bucket, at })).filter(({ samples }) => samples > 0);
  const labels = shown.map(({ label }) => escapeText(label));
  const { inner, layout, axesOf } = epochPanels(
    curricula.map(({ name, stages, samples }) => ({ name, stages, epochs: samples.length })),
    {
      panelHeight: 190,
      valueName: "training samples of the item",
      yaxis: { type: "category", showgrid: false, tickfont: { size: 10 } },
      rule: { width: 2 },
    },
  );
  const data = curricula.map(({ name, samples }, panel) => {
    return {
      type: "heatmap",
      name: escapeText(name),
      x: samples.map((_, epoch) => epoch + 1),
      y: labels,
      z: shown.map(({ at, samples: all }) => samples.map((epoch) => epoch[at] / all)),
      customdata: shown.map(({ at, samples: all, items }) =>
        samples.map((epoch) => [count(epoch[at]), count(all), count(items)]),
      ),
      ...axesOf(panel),
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
    layout: { ...layout, margin: { l: 56, r: 16, t: 96, b: 124 } },
  });
}

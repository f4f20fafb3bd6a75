import { count } from "../host";
import { allGroups, type Group } from "../splitting";
import { escapeTemplate, escapeText } from "./escape";
import type { Figure, Trace } from "./figure";
import { orGap } from "./orGap";
import { groupStyles, methodStyle } from "./styles";
import { axis, figure, textColour } from "./template";

/** One number of a results table. */
export interface GroupBarsRow {
  readonly method: string;
  readonly group: Group;
  /** Name of the metric, such as "HR@50". */
  readonly metric: string;
  /** Mean over the seeds; null where the group has no positive: drawn as "n/a", never as a bar of height 0. */
  readonly value: number | null;
  /** Over the seeds; drawn as a whisker. */
  readonly standardDeviation?: number;
  /** Held-out positives of the group. */
  readonly positives: number;
}

const BAR_GAP = 0.25;
const PANEL_GAP = { across: 0.14, down: 0.26 };

/** The part of the width (or height) that panel `index` of `panels` takes, room for its axis left free. */
function band(index: number, panels: number, between: number): [number, number] {
  const gap = panels > 1 ? between : 0;
  const size = (1 - gap * (panels - 1)) / panels;
  return [index * (size + gap), index * (size + gap) + size];
}

/**
 * A results table as bars: one panel a metric, one cluster a group with its number of positives, one bar a
 * method. With a single method the bars carry the groups' colours, else the methods'.
 */
export function groupBars(values: { readonly rows: readonly GroupBarsRow[] }): Figure {
  const { rows } = values;
  const metrics = [...new Set(rows.map((row) => row.metric))];
  const methods = [...new Set(rows.map((row) => row.method))];
  const groups = allGroups.filter((group) => rows.some((row) => row.group === group));
  const find = (method: string, group: Group, metric: string) =>
    rows.find((row) => row.method === method && row.group === group && row.metric === metric);

  const columns = Math.min(2, metrics.length);
  const panelRows = Math.ceil(metrics.length / Math.max(1, columns));
  const data: Trace[] = [];
  const annotations: Record<string, unknown>[] = [];
  const axes: Record<string, unknown> = {};
  metrics.forEach((metric, panel) => {
    const number = panel === 0 ? "" : String(panel + 1);
    const column = panel % columns;
    const row = Math.floor(panel / columns);
    const ticks = groups.map((group) => {
      const positives = rows.find((row) => row.group === group)?.positives ?? 0;
      return `${group}<br>${count(positives)}`;
    });
    axes[`xaxis${number}`] = axis("", {
      type: "category",
      domain: band(column, columns, PANEL_GAP.across),
      anchor: `y${number}`,
      showgrid: false,
      categoryorder: "array",
      categoryarray: groups,
      tickmode: "array",
      tickvals: groups,
      ticktext: ticks,
      tickangle: 0,
      tickfont: { size: 11 },
    });
    axes[`yaxis${number}`] = axis("", {
      domain: band(panelRows - 1 - row, panelRows, PANEL_GAP.down),
      anchor: `x${number}`,
      rangemode: "tozero",
      nticks: 6,
      tickfont: { size: 11 },
    });
    annotations.push({
      x: 0,
      xref: `x${number} domain`,
      xanchor: "left",
      y: 1,
      yref: `y${number} domain`,
      yanchor: "bottom",
      yshift: 4,
      showarrow: false,
      text: `<b>${escapeText(metric)}</b>`,
      font: { color: textColour, size: 13 },
    });

    methods.forEach((method, bar) => {
      const cells = groups.map((group) => find(method, group, metric));
      const spread = cells.map((cell) => orGap(cell?.standardDeviation));
      data.push({
        type: "bar",
        name: escapeText(method),
        legendgroup: escapeText(method),
        showlegend: panel === 0 && methods.length > 1,
        x: groups,
        y: cells.map((cell) => orGap(cell?.value)),
        xaxis: `x${number}`,
        yaxis: `y${number}`,
        customdata: cells.map((cell) => cell?.positives ?? 0),
        marker: {
          color:
            methods.length > 1
              ? methodStyle(method).colour
              : groups.map((group) => groupStyles[group].colour),
        },
        ...(spread.some((value) => value !== null)
          ? {
              error_y: {
                type: "data",
                array: spread.map((value) => value ?? 0),
                thickness: 1,
                color: textColour,
              },
            }
          : {}),
        hovertemplate:
          `<b>%{fullData.name}</b><br>${escapeTemplate(metric)} of %{x} %{y:.4f}` +
          `<br>%{customdata:,} positives<extra></extra>`,
      });
      cells.forEach((cell, place) => {
        if (!cell || orGap(cell.value) !== null) return;
        const offset = ((bar + 0.5) / methods.length - 0.5) * (1 - BAR_GAP);
        annotations.push({
          x: place + offset,
          xref: `x${number}`,
          y: 0,
          yref: `y${number}`,
          yanchor: "bottom",
          showarrow: false,
          text: "n/a",
          font: { color: textColour, size: 11 },
          textangle: methods.length > 1 ? -90 : 0,
        });
      });
    });
  });
  const title =
    methods.length === 1
      ? `How well ${escapeText(methods[0])} serves head and tail`
      : "Head and tail by method";
  const height = Math.max(1, panelRows) * 300 + 100;
  return figure({
    title,
    subtitle:
      "below each group: its positives" +
      (rows.some((row) => orGap(row.standardDeviation) !== null)
        ? " · whiskers: one standard deviation over the seeds"
        : ""),
    height,
    data,
    layout: {
      barmode: "group",
      bargap: BAR_GAP,
      ...axes,
      annotations,
      // Above the panels' names.
      legend: { orientation: "h", x: 0, xanchor: "left", y: 1 + 28 / (height - 140), yanchor: "bottom" },
    },
  });
}

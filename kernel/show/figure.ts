import type { MimeBundle } from "../../lib/host/host";

const defaultHeight = 450; // px, Plotly's own; without it the area collapses until the chart is drawn

/** A Plotly figure (an object with an array `data` of traces and an object `layout`) as a bundle; else undefined. */
export function figureBundle(value: object): MimeBundle | undefined {
  const { data, layout } = value as { data?: unknown; layout?: unknown };
  if (!Array.isArray(data) || typeof layout !== "object" || layout === null || Array.isArray(layout))
    return undefined;
  if (!data.every((trace) => typeof trace === "object" && trace !== null)) return undefined;
  const { title, height } = layout as { title?: unknown; height?: unknown };
  const text = typeof title === "string" ? title : (title as { text?: unknown } | undefined)?.text;
  return {
    // No text/html: in an untrusted notebook its script is blocked and nothing would show.
    "application/vnd.plotly.v1+json": { ...value, layout: { ...layout, height: height ?? defaultHeight } },
    "text/plain": typeof text === "string" ? `Figure: ${text.replace(/<[^>]*>/g, " ")}` : "Figure",
  };
}

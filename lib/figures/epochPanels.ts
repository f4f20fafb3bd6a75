import { escapeText } from "./escape";
import { methodStyle } from "./styles";
import { axis, ruleColour, textColour } from "./template";

/** A curriculum as a panel over its epochs. */
export interface EpochPanel {
  readonly name: string;
  readonly epochs: number;
  /** Stages in their order, with their epochs. */
  readonly stages: readonly { readonly name: string; readonly epochs: number }[];
}

/** What the panels of one figure have in common. */
export interface EpochPanelLook {
  /** Pixels. */
  readonly panelHeight: number;
  /** Named at the first panel's axis. */
  readonly valueName: string;
  /** What the y axes have besides. */
  readonly yaxis: Readonly<Record<string, unknown>>;
  /** The rule between two stages. */
  readonly rule: Readonly<Record<string, unknown>>;
}

/** Panels below each other, without what is drawn in them. */
export interface EpochPanels {
  /** Height of all panels with what is between them, in pixels. */
  readonly inner: number;
  /** Axes, annotations and shapes. */
  readonly layout: Readonly<Record<string, unknown>>;
  /** Names of the axes that a trace of the panel is drawn on. */
  readonly axesOf: (panel: number) => { readonly xaxis: string; readonly yaxis: string };
}

const gapHeight = 64;
/** Above the first panel stand its name and its stages, also where a page leaves little margin. */
const headRoom = 16;

/** One panel a curriculum: epochs from left to right, its name and its stages' above it, a rule where a stage ends. */
export function epochPanels(panels: readonly EpochPanel[], look: EpochPanelLook): EpochPanels {
  const { panelHeight, valueName, yaxis, rule } = look;
  const inner = headRoom + panels.length * panelHeight + Math.max(0, panels.length - 1) * gapHeight;
  const suffix = (panel: number): string => (panel === 0 ? "" : String(panel + 1));
  const axes: Record<string, unknown> = {};
  const annotations: Record<string, unknown>[] = [];
  const shapes: Record<string, unknown>[] = [];
  panels.forEach(({ name, epochs, stages }, panel) => {
    const number = suffix(panel);
    const top = 1 - (headRoom + panel * (panelHeight + gapHeight)) / inner;
    axes[`xaxis${number}`] = axis(panel === panels.length - 1 ? "epoch" : "", {
      anchor: `y${number}`,
      showgrid: false,
      range: [0.5, epochs + 0.5],
      tick0: 1,
      dtick: Math.max(1, Math.ceil(epochs / 12)),
    });
    axes[`yaxis${number}`] = axis(panel === 0 ? valueName : "", {
      anchor: `x${number}`,
      domain: [Math.max(0, top - panelHeight / inner), top],
      ...yaxis,
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
        ...{ yref: `y${number} domain`, y0: 0, y1: 1, line: { color: ruleColour, ...rule } },
      });
    });
    annotations.push({
      ...text,
      ...{ xref: "paper", x: 0, xanchor: "left", yshift: 20 },
      text: `<b>${escapeText(name)}</b>`,
      font: { size: 13, color: methodStyle(name).colour },
    });
  });
  return {
    inner,
    layout: { ...axes, annotations, shapes },
    axesOf: (panel) => ({ xaxis: `x${suffix(panel)}`, yaxis: `y${suffix(panel)}` }),
  };
}

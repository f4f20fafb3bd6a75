import type { ImageSize } from "./image";

/** One Plotly trace: its attributes by name. */
export type Trace = Readonly<Record<string, unknown>>;

/**
 * A Plotly figure as plain values. A notebook shows it as an interactive chart, the report draws it, and
 * Plotly in any language reads it: `JSON.stringify` is all it takes.
 */
export interface Figure {
  readonly data: readonly Trace[];
  /** Always with a `height`, in pixels; the width is the reader's. */
  readonly layout: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
  /**
   * Draws it into a file for a paper: `await figure.save("plane.svg")`, or .png or .pdf. Needs Chromium.
   *
   * @returns the file's absolute path.
   */
  save(file: string, size?: ImageSize): Promise<string>;
}

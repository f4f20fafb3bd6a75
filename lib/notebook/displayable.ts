import type { MimeBundle } from "../host";

/** A value that a notebook shows richly: what Symbol.for("Jupyter.display") returns is a MIME bundle. */
export type Displayable = { readonly [name: symbol]: () => MimeBundle | Promise<MimeBundle> };

/** Wraps a bundle so that it is shown when it is a cell's last expression. */
export function displayable(bundle: MimeBundle | (() => Promise<MimeBundle>)): Displayable {
  return { [Symbol.for("Jupyter.display")]: typeof bundle === "function" ? bundle : () => bundle };
}

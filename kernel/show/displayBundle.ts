import { format } from "node:util";
import type { MimeBundle } from "../../lib/host/host";
import { dataFrameBundle } from "./dataFrame";
import { figureBundle } from "./figure";

const displayMethod = Symbol.for("Jupyter.display");

/**
 * How the value of a cell's last expression is shown: by its own Symbol.for("Jupyter.display") method where it has one
 * (it returns a MIME bundle or a promise of one), as a Plotly figure or a danfo table where it is one, and otherwise as
 * console.log would print it.
 */
export async function displayBundle(value: unknown): Promise<MimeBundle> {
  const plain = (): string => format(value);
  if ((typeof value !== "object" && typeof value !== "function") || value === null)
    return { "text/plain": plain() };
  const method = (value as Record<symbol, unknown>)[displayMethod];
  if (typeof method === "function") {
    const bundle: unknown = await method.call(value);
    if (typeof bundle !== "object" || bundle === null) {
      throw new TypeError(
        `Symbol.for("Jupyter.display") must return an object of MIME types, not ${format(bundle)}.`,
      );
    }
    return "text/plain" in bundle ? bundle : { ...bundle, "text/plain": plain() };
  }
  return figureBundle(value) ?? dataFrameBundle(value) ?? { "text/plain": plain() };
}

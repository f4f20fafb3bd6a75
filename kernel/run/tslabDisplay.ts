import { createRequire } from "node:module";
import type { CurrentCell } from "./currentCell";

/** Lets cells written for tslab go on using its `display` (`import { display } from "tslab"`). */
export function serveTslabDisplay(current: CurrentCell): void {
  const jupyter = createRequire(__filename)("tslab/dist/jupyter") as { lastWriteDisplayData: TslabDisplay };
  jupyter.lastWriteDisplayData = ({ data, transient }) => current.owner?.display(data, transient.display_id);
}

type TslabDisplay = (bundle: {
  readonly data: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
}) => void;

import type { Host } from "../../lib/host/host";
import type { CellRuns } from "./cellRuns";
import type { CurrentCell } from "./currentCell";

/** What the library finds around it in a notebook (see Host): the owning cell's signal and outputs. */
export function notebookHost(current: CurrentCell, runs: CellRuns): Host {
  const never = new AbortController().signal;
  return {
    kind: "notebook",
    signal: () => current.signal() ?? never,
    display: (bundle, options) => current.owner?.display(bundle, options?.id),
    notebook: runs.asNotebookRun(() => current.owner?.number),
  };
}

/** Puts the host where the library looks for it. */
export function registerHost(host: Host): void {
  (globalThis as Record<symbol, unknown>)[Symbol.for("longtail.host")] = host;
}

import { inThisProcess } from "./inThisProcess";
import { sourcesSignature } from "./sourcesSignature";
import type { FromWorker, ToWorker } from "./workerMessages";

/** What a worker process does: carries out the runs that its parent names, one at a time, until the parent is gone. */
let stopping = new AbortController();
const loaded = sourcesSignature();

function tell(message: FromWorker): void {
  // The parent may be gone, and then nobody is to be told.
  if (process.connected) process.send?.(message, () => {});
}

async function carryOut({ specification, keeping }: Extract<ToWorker, { kind: "run" }>): Promise<void> {
  stopping = new AbortController();
  const { signal } = stopping;
  try {
    const onProgress = (progress: Extract<FromWorker, { kind: "progress" }>["progress"]): void =>
      tell({ kind: "progress", progress });
    tell({
      kind: "outcome",
      outcome: await inThisProcess(keeping).run(specification, { signal, onProgress }),
    });
  } catch (cause) {
    const { name, message, stack = "" } = cause instanceof Error ? cause : new Error(String(cause));
    tell({ kind: "error", name, message, stack });
  }
}

process.on("message", (message: ToWorker) => {
  if (message.kind === "run" && sourcesSignature() !== loaded) tell({ kind: "stale" });
  else if (message.kind === "run") void carryOut(message);
  else stopping.abort();
});
// Ctrl-C at a terminal reaches every process of it; the parent decides what it means.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());

import type * as CliProgress from "cli-progress";
import { escapeUTF8 } from "entities";
import { currentHost } from "../host";
import { progressLine, type OnProgress } from "./progress";

let shown = 0;

/** One bar in the cell's output that updates in place; its final state is what is saved. */
function notebookBar(): OnProgress {
  const host = currentHost();
  const id = `longtail-progress-${process.pid}-${shown++}`;
  return (progress) => {
    const line = progressLine(progress);
    const { epoch, epochs, done } = progress;
    const bar = `<progress max="${epochs}" value="${done ? epochs : epoch}" style="width: 16em; vertical-align: middle"></progress>`;
    host.display({ "text/html": `${bar} <span>${escapeUTF8(line)}</span>`, "text/plain": line }, { id });
  };
}

function terminalBar(): OnProgress {
  let bar: CliProgress.SingleBar | undefined;
  return (progress) => {
    if (!bar) {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- only a terminal needs it
      const { SingleBar } = require("cli-progress") as typeof CliProgress;
      bar = new SingleBar({ format: "[{bar}] {line}", stream: process.stderr, barsize: 20, fps: 4 });
      bar.start(progress.epochs, 0, { line: "" });
    }
    bar.update(progress.done ? progress.epochs : progress.epoch, { line: progressLine(progress) });
    if (progress.done) bar.stop();
  };
}

/** Shows progress where the library runs: a bar in the notebook, a bar in a terminal, nothing elsewhere. */
export function showProgress(): OnProgress {
  switch (currentHost().kind) {
    case "notebook":
      return notebookBar();
    case "terminal":
      return terminalBar();
    default:
      return () => {};
  }
}

import type * as CliProgress from "cli-progress";
import { escapeUTF8 } from "entities";
import { currentHost } from "../host";
import { progressLine, type OnProgress, type Progress } from "./progress";

/** Shows progress, and ends what it shows, also where a run ended before its last epoch. */
export interface ProgressDisplay {
  readonly onProgress: OnProgress;
  /** Call when the fit is over, however it ended. */
  readonly end: () => void;
}

let shown = 0;

/** One bar in the cell's output that updates in place; its final state is what is saved. */
function notebookBar(): ProgressDisplay {
  const host = currentHost();
  const id = `longtail-progress-${process.pid}-${shown++}`;
  let last: Progress | undefined;
  const show = ({ epoch, epochs, done }: Progress, line: string): void => {
    const value = done ? epochs : epoch;
    const bar = `<progress max="${epochs}" value="${value}" style="width: 16em; vertical-align: middle"></progress>`;
    host.display({ "text/html": `${bar} <span>${escapeUTF8(line)}</span>`, "text/plain": line }, { id });
  };
  return {
    onProgress: (progress) => {
      const isRead = last?.label !== progress.label && progress.done && progress.epoch > 1;
      last = progress;
      // Training that was read back tells of its end alone: a full bar would say that it was done here.
      if (!isRead) show(progress, progressLine(progress));
    },
    end: () => {
      if (last && !last.done)
        show(last, `${last.label}: stopped after epoch ${last.epoch} of ${last.epochs}`);
    },
  };
}

/** A bar a run in the terminal: a method of several stages shows one after the other. */
function terminalBar(): ProgressDisplay {
  let bar: CliProgress.SingleBar | undefined;
  const end = (): void => {
    // The bar's timer would keep the process alive, and the terminal without line wrapping.
    bar?.stop();
    bar = undefined;
  };
  return {
    onProgress: (progress) => {
      if (!bar) {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- only a terminal needs it
        const { SingleBar } = require("cli-progress") as typeof CliProgress;
        bar = new SingleBar({ format: "[{bar}] {line}", stream: process.stderr, barsize: 20, fps: 4 });
        bar.start(progress.epochs, 0, { line: "" });
      }
      bar.update(progress.done ? progress.epochs : progress.epoch, { line: progressLine(progress) });
      if (progress.done) end();
    },
    end,
  };
}

/** Shows progress where the library runs: a bar in the notebook, a bar in a terminal, nothing elsewhere. */
export function showProgress(): ProgressDisplay {
  switch (currentHost().kind) {
    case "notebook":
      return notebookBar();
    case "terminal":
      return terminalBar();
    default:
      return { onProgress: () => {}, end: () => {} };
  }
}

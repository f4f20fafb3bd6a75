import type * as CliProgress from "cli-progress";
import { escapeUTF8 } from "entities";
import { currentHost } from "../../host";
import { failureLine, planLine, type PlanProgress } from "./planProgress";

/** Shows how far a plan is, and ends what it shows. */
export interface PlanDisplay {
  readonly onProgress: (progress: PlanProgress) => void;
  /** Call when the plan is over, however it ended. */
  readonly end: () => void;
}

/** Milliseconds between two pictures of a plan in which only epochs passed. */
const pause = 250;

let shown = 0;

/** One bar in the cell's output that updates in place, the failures under it. */
function notebookBar(): PlanDisplay {
  const host = currentHost();
  const id = `longtail-plan-${process.pid}-${shown++}`;
  let last: PlanProgress | undefined;
  let drawn = -Infinity;
  const draw = (progress: PlanProgress): void => {
    drawn = performance.now();
    const { total, done, failures } = progress;
    const line = planLine(progress);
    const bar = `<progress max="${total}" value="${done + failures.length}" style="width: 16em; vertical-align: middle"></progress>`;
    const lines = failures.map(failureLine);
    const list = lines.map((text) => `<li>${escapeUTF8(text)}</li>`).join("");
    const html = `${bar} <span>${escapeUTF8(line)}</span>${list === "" ? "" : `<ul>${list}</ul>`}`;
    host.display({ "text/html": html, "text/plain": [line, ...lines].join("\n") }, { id });
  };
  return {
    onProgress: (progress) => {
      last = progress;
      if (progress.ended || performance.now() - drawn > pause) draw(progress);
    },
    end: () => {
      if (last) draw({ ...last, running: [], secondsLeft: null });
    },
  };
}

/** One bar in the terminal; failures are lines above it. */
function terminalBar(): PlanDisplay {
  let bar: CliProgress.SingleBar | undefined;
  let told = 0;
  let last: PlanProgress | undefined;
  const update = (progress: PlanProgress): void =>
    bar?.update(progress.done + progress.failures.length, { line: planLine(progress) });
  const stop = (): void => {
    // The bar's timer would keep the process alive, and the terminal without line wrapping.
    bar?.stop();
    bar = undefined;
  };
  const start = (progress: PlanProgress): void => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only a terminal needs it
    const { SingleBar } = require("cli-progress") as typeof CliProgress;
    bar = new SingleBar({
      format: "[{bar}] {line}",
      stream: process.stderr,
      barsize: 20,
      fps: 4,
      clearOnComplete: false,
    });
    bar.start(progress.total, progress.done, { line: "" });
  };
  return {
    onProgress: (progress) => {
      last = progress;
      const news = progress.failures.slice(told);
      if (news.length > 0) {
        told = progress.failures.length;
        stop();
        for (const failure of news) process.stderr.write(`${failureLine(failure)}\n`);
      }
      if (!bar) start(progress);
      update(progress);
    },
    end: () => {
      if (last) update({ ...last, running: [], secondsLeft: null });
      stop();
    },
  };
}

/** Lines where neither a notebook nor a terminal shows a bar: one for each run that ended. */
function lines(): PlanDisplay {
  return {
    onProgress: (progress) => {
      const { ended } = progress;
      if (!ended) return;
      if (ended.status === "failed") process.stderr.write(`${failureLine(progress.failures.at(-1)!)}\n`);
      process.stderr.write(`${planLine(progress)}\n`);
    },
    end: () => {},
  };
}

/** Shows a plan's progress where the library runs: a bar in the notebook or the terminal, elsewhere a line a run. */
export function showPlanProgress(): PlanDisplay {
  switch (currentHost().kind) {
    case "notebook":
      return notebookBar();
    case "terminal":
      return terminalBar();
    default:
      return lines();
  }
}

import { progressLine, type OnProgress } from "../lib/training";
import { note } from "./output";

/** Seconds between two lines: a log is to be read. */
const pause = 10;

/** Progress as lines on standard error, where there is no terminal to draw a bar in. */
export function epochLines(): OnProgress {
  let last = performance.now();
  return (progress) => {
    if (!progress.done && performance.now() - last < 1000 * pause) return;
    last = performance.now();
    note(progressLine(progress));
  };
}

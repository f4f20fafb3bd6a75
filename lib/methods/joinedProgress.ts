import type { FitContext } from "../training";

/**
 * Shows several short runs of equally many epochs, one after the other, as one: under one label, counted on.
 *
 * @param runs number of runs.
 * @returns the context of the run with that place in the order, from 0.
 */
export function joinedProgress(
  label: string,
  runs: number,
  context: FitContext,
): (run: number) => FitContext {
  const start = performance.now();
  return (run) => ({
    ...context,
    onProgress: (progress) => {
      const epoch = run * progress.epochs + progress.epoch;
      const epochs = runs * progress.epochs;
      const secondsSpent = (performance.now() - start) / 1000;
      const secondsLeft = (secondsSpent / epoch) * (epochs - epoch);
      const done = epoch === epochs;
      context.onProgress({
        ...progress,
        label,
        epoch,
        epochs,
        bestEpoch: epoch,
        secondsSpent,
        secondsLeft,
        done,
      });
    },
  });
}

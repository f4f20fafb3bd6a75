import { currentHost } from "../host";
import type { Split } from "../splitting";
import type { Checkpoints } from "./checkpoints";
import type { Method, TrainedModel } from "./method";
import type { OnProgress } from "./progress";
import { showProgress } from "./showProgress";

/** How a method is fitted. */
export interface FitOptions {
  /** Seed of everything that is drawn. Default 0. */
  readonly seed?: number;
  /** Ends the fit when raised. Default: the interrupt of the running cell; elsewhere never. */
  readonly signal?: AbortSignal;
  /** Told after every epoch. Default: a bar in a notebook or a terminal, nothing elsewhere. */
  readonly onProgress?: OnProgress;
  /** Where training runs keep their state and find it again. Default: nowhere; `experiment` gives a folder. */
  readonly checkpoints?: Checkpoints;
}

/**
 * Trains a method on the training part of a split, watching the validation part where the method stops early.
 *
 * @throws the signal's reason when it was raised; an error that names step and remedy when the loss is not a number.
 */
export async function fit<Model extends TrainedModel>(
  method: Method<Model>,
  split: Split,
  { seed = 0, signal = currentHost().signal(), onProgress, checkpoints }: FitOptions = {},
): Promise<Model> {
  signal.throwIfAborted();
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`The seed must be a whole number, but it is ${seed}.`);
  }
  if (split.train.users.length === 0) {
    throw new Error(`The split "${split.name}" of "${split.data.name}" has no training pair to learn from.`);
  }
  const shown = onProgress ? undefined : showProgress();
  try {
    return await method.fit(split, {
      seed,
      signal,
      onProgress: onProgress ?? shown!.onProgress,
      checkpoints,
    });
  } finally {
    shown?.end();
  }
}

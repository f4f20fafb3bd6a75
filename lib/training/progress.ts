import { percent } from "../host";

/** How far a training run is, told after every epoch. */
export interface Progress {
  /** What is being trained, such as "two-tower". */
  readonly label: string;
  /** Epochs done. */
  readonly epoch: number;
  /** Epochs at most; early stopping may end the run before. */
  readonly epochs: number;
  /** Mean training loss of the epoch, nats. */
  readonly loss: number;
  /** Name of the watched validation metric, such as "NDCG@50". */
  readonly metricName: string;
  /** Its value after the epoch; null without validation positives. */
  readonly metric: number | null;
  /** Epoch with the best value so far. */
  readonly bestEpoch: number;
  /** Seconds since the start, and seconds left if every epoch is needed. */
  readonly secondsSpent: number;
  readonly secondsLeft: number;
  /** Whether this was the last epoch. */
  readonly done: boolean;
}

export type OnProgress = (progress: Progress) => void;

/** Seconds as a person reads them: "45 s", "3 min 20 s". */
export function spokenSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** One line that says all of it. */
export function progressLine(progress: Progress): string {
  const { label, epoch, epochs, loss, metricName, metric, bestEpoch, secondsSpent, secondsLeft, done } =
    progress;
  const value = percent(metric, 2);
  const time = done ? `took ${spokenSeconds(secondsSpent)}` : `at most ${spokenSeconds(secondsLeft)} left`;
  return `${label}: epoch ${epoch} of ${epochs}, loss ${loss.toFixed(4)}, validation ${metricName} ${value} (best epoch ${bestEpoch}), ${time}`;
}

import { meanLoss, meanMetric, metricNamed } from "../evaluation";
import type { Group, Groups } from "../splitting";
import type { TrainingResult } from "./method";

/** A training run as curves over its epochs. */
export interface HistoryCurves {
  /** From 1, shape [epochs]. */
  readonly epochs: readonly number[];
  /** Mean training loss of each epoch, nats. */
  readonly loss: readonly number[];
  /** Validation metric of each group, as fractions; null where the group has no positive. */
  readonly validation: Readonly<Record<Group, readonly (number | null)[]>>;
  readonly metricName: string;
  readonly bestEpoch: number;
}

/** Loss and per-group validation curves of a training run: functions of the ranks that its history kept. */
export function historyCurves(
  { history, bestEpoch }: Pick<TrainingResult, "history" | "bestEpoch">,
  groups: Groups,
  metricName = "NDCG@50",
): HistoryCurves {
  const metric = metricNamed(metricName);
  const curve = (group: Group): (number | null)[] =>
    history.map(({ validation }) => meanMetric(metric, validation, groups, group));
  return {
    epochs: history.map(({ epoch }) => epoch),
    loss: history.map(({ loss }) => loss),
    validation: { overall: curve("overall"), head: curve("head"), tail: curve("tail") },
    metricName,
    bestEpoch,
  };
}

/**
 * Mean validation loss of each group after each epoch, nats (Eq 2 on the validation positives): what the article's figure of
 * the curricula shows. Null where the group has no positive.
 *
 * @throws where the method kept no validation losses; head2tail, tail2head and ltcur do.
 */
export function validationLossCurves(
  { history }: Pick<TrainingResult, "history">,
  groups: Groups,
): Readonly<Record<Group, readonly (number | null)[]>> {
  const curve = (group: Group): (number | null)[] =>
    history.map(({ epoch, validation, validationLosses }) => {
      if (validationLosses) return meanLoss(validationLosses, validation, groups, group);
      throw new Error(
        `Epoch ${epoch} of this run has no validation losses; head2tail, tail2head and ltcur keep them.`,
      );
    });
  return { overall: curve("overall"), head: curve("head"), tail: curve("tail") };
}

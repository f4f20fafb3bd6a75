import type { Ranks } from "../evaluation";
import type { EpochRecord } from "./history";

/** A history as plain columns, as files hold it. */
export interface HistoryColumns {
  /** Mean loss and seconds of each epoch, shape [epochs]. */
  readonly losses: Float64Array;
  readonly seconds: Float64Array;
  /** Ranks of the validation positives after each epoch, shape [epochs, positives]. */
  readonly validationRanks: Int32Array;
  /** Loss of each validation positive after each epoch, shape [epochs, positives]; empty where it was not kept. */
  readonly validationLosses?: Float32Array;
}

export function historyColumns(history: readonly EpochRecord[]): HistoryColumns {
  const positives = history[0]?.validation.ranks.length ?? 0;
  const validationRanks = new Int32Array(history.length * positives);
  history.forEach(({ validation }, epoch) => validationRanks.set(validation.ranks, epoch * positives));
  return {
    losses: Float64Array.from(history, ({ loss }) => loss),
    seconds: Float64Array.from(history, ({ seconds }) => seconds),
    validationRanks,
    validationLosses: joinedLosses(history, positives),
  };
}

/** The validation losses of all epochs one after the other; empty unless every epoch has them. */
function joinedLosses(history: readonly EpochRecord[], positives: number): Float32Array {
  if (!history.every(({ validationLosses }) => validationLosses)) return new Float32Array(0);
  const joined = new Float32Array(history.length * positives);
  history.forEach(({ validationLosses }, epoch) => joined.set(validationLosses!, epoch * positives));
  return joined;
}

/** The history that columns were made of. @param positives the validation positives, without their ranks. */
export function historyOfColumns(
  { losses, seconds, validationRanks, validationLosses }: HistoryColumns,
  positives: Omit<Ranks, "ranks">,
): EpochRecord[] {
  const size = positives.users.length;
  return Array.from(losses, (loss, index) => ({
    epoch: index + 1,
    loss,
    seconds: seconds[index],
    validation: { ...positives, ranks: validationRanks.slice(index * size, (index + 1) * size) },
    ...(validationLosses && validationLosses.length > 0
      ? { validationLosses: validationLosses.slice(index * size, (index + 1) * size) }
      : {}),
  }));
}

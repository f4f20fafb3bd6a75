import type { Ranks } from "../evaluation";

/** What one epoch came to. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean training loss over the epoch's samples, nats. */
  readonly loss: number;
  readonly seconds: number;
  /** Ranks of the validation positives after the epoch: every validation curve is a function of them. */
  readonly validation: Ranks;
  /** Loss of each validation positive after the epoch, nats (`positiveLosses`); only where the task asks for it. */
  readonly validationLosses?: Float32Array;
}

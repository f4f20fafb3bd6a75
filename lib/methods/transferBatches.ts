import { z } from "zod";
import type { BaseLearnerOptions } from "./baseLearnerOptions";
import type { BatchingOptions } from "./epochBatches";

/** How samples are put into batches once the towers are trained and the users' vectors stay. */
export interface TransferBatchingOptions {
  /**
   * How samples are put into batches where few-shot parameters, and then F, are learnt. That is under the softmax over all
   * items, no positive left out, whatever the base-learner's candidates are, so "users" goes with all of these; on
   * tens of thousands of items it takes a fraction of the time. Default null: as in `batching`.
   */
  readonly transferBatching: "samples" | "users" | null;
  /**
   * Samples a step there. Batches of users want more, such as 4096. F of mirec-items takes one such batch for every 256 pairs
   * that it is taught by, so that larger ones show it more samples an epoch. Default null: as in `batchSize`.
   */
  readonly transferBatchSize: number | null;
}

/** The shape of `TransferBatchingOptions` as a schema. */
export const transferBatchingShape = {
  transferBatching: z.enum(["samples", "users"]).nullable().default(null),
  transferBatchSize: z.number().int().positive().nullable().default(null),
};

/** What `epochBatches` is to do where the users' vectors stay. */
export function transferBatches({
  transferBatching,
  transferBatchSize,
  batching,
  batchSize,
}: TransferBatchingOptions & BaseLearnerOptions): BatchingOptions {
  return { batching: transferBatching ?? batching, batchSize: transferBatchSize ?? batchSize };
}

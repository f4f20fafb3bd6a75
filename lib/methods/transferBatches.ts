import { z } from "zod";
import type { BaseLearnerOptions } from "./baseLearnerOptions";
import type { BatchingOptions } from "./epochBatches";

/** How samples are put into batches once the towers are trained and the users' vectors stay. */
export interface TransferBatchingOptions {
  /**
   * How samples are put into batches where few-shot parameters, and then F, are learnt. That is under the softmax over all
   * items in any case, so "users" goes with a base-learner of a batch's or drawn candidates, too: on tens of thousands
   * of items it takes minutes in place of hours. Default null: as in `batching`.
   */
  readonly transferBatching: BatchingOptions["batching"] | null;
  /** Samples a step there. Default null: as in `batchSize`. */
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

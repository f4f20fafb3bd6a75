import { distinctItems, filledPositions, filledUp } from "../losses";
import type { BatchingOptions } from "./epochBatches";

/** Whose samples a batch has. */
export interface BatchUsers {
  /** User of each row of user vectors: of each sample, or each user once and then filled up (`filledUp`). */
  readonly users: Int32Array;
  /** Which row each sample is of; left out where each sample has its own. */
  readonly userOfSample?: Int32Array;
  /** The users that occur, each once, and which of them each row is; left out where nobody asks. */
  readonly occurring?: { readonly distinct: Int32Array; readonly ofRow: Int32Array };
}

/** Rows that a batch's users are filled up to a multiple of: there are a few dozen of them. */
const fullUsers = 16;

/**
 * The users of a batch's samples: one row a sample with batching "samples", else one a user.
 *
 * @param entities user of each sample. @param asksWhoOccurs whether `occurring` is needed.
 */
export function batchUsers(
  entities: Int32Array,
  batching: BatchingOptions["batching"],
  asksWhoOccurs = false,
): BatchUsers {
  if (batching === "samples" && !asksWhoOccurs) return { users: entities };
  const { distinct, positions } = distinctItems(entities);
  if (batching === "samples") return { users: entities, occurring: { distinct, ofRow: positions } };
  const users = filledUp(distinct, fullUsers);
  const ofRow = filledPositions(users, distinct.length);
  return { users, userOfSample: positions, occurring: { distinct, ofRow } };
}

import { distinctItems, filledUp, type Candidates } from "../losses";

/** Candidates of a batch, each item once. */
export interface MergedCandidates extends Candidates {
  /** Item of each candidate, filled up (`filledUp`). */
  readonly items: Int32Array;
  /** How many candidates each one stands for, 0 for what fills up, shape [candidates]. */
  readonly occurrences: Float32Array;
  /** The items that occur, each once: the first of `items`. */
  readonly distinct: Int32Array;
}

/**
 * An item that is several candidates as one that counts so often: the same softmax from fewer scores, of one shape for
 * most batches. Its q is the same each time.
 */
export function mergedCandidates(items: Int32Array, { positives, q }: Candidates): MergedCandidates {
  const { distinct, positions } = distinctItems(items);
  const merged = filledUp(distinct);
  const occurrences = new Float32Array(merged.length);
  const mergedQ = q && new Float64Array(merged.length).fill(1);
  positions.forEach((place, candidate) => {
    occurrences[place] += 1;
    if (mergedQ) mergedQ[place] = q[candidate];
  });
  return {
    items: merged,
    positives: positives.map((candidate) => positions[candidate]),
    q: mergedQ,
    occurrences,
    distinct,
  };
}

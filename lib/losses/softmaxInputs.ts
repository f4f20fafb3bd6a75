import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";

/** Inputs of `softmaxLoss`. */
export interface SoftmaxInputs {
  /** Output of the user tower for each sample, shape [batch, size]; with `userOfSample` for each user, [users, size]. */
  readonly users: Tensor2D;
  /**
   * Which row of `users` each sample is of, int32, shape [batch]: a user's softmax is then computed once for all their
   * samples. A row of no sample counts for nothing. Not with `mask`. Default: each sample has its own row.
   */
  readonly userOfSample?: Tensor1D;
  /** Output of the item tower for each candidate, shape [candidates, size]. */
  readonly items: Tensor2D;
  /** Which candidate is each sample's positive, int32, shape [batch]. */
  readonly positives: Tensor1D;
  /** Added to each candidate's logit, lambda_c log p_j - log q_j, shape [candidates]. Default: nothing. */
  readonly bias?: Tensor1D;
  /**
   * How many candidates each one stands for, shape [candidates]: an item that was drawn so often, or 0 for one that does
   * not count. The softmax is that of all of them, from one score. Not with `mask`. Default: 1 each.
   */
  readonly occurrences?: Tensor1D;
  /** 1 where a candidate does not count for a sample, else 0, shape [batch, candidates]. Default: all count. */
  readonly mask?: Tensor2D;
  /** Weight of each sample, shape [batch]. Default: 1 each. */
  readonly weights?: Tensor1D;
}

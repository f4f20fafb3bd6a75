import type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { tf, withGradient } from "../engine";

/** The least probability whose logarithm is reported: the smallest normal float32. */
const leastProbability = 1.2e-38;

/** Inputs of `softmaxLoss`. */
export interface SoftmaxInputs {
  /** Output of the user tower for each sample, shape [batch, size]. */
  readonly users: Tensor2D;
  /** Output of the item tower for each candidate, shape [candidates, size]. */
  readonly items: Tensor2D;
  /** Which candidate is each sample's positive, int32, shape [batch]. */
  readonly positives: Tensor1D;
  /** Added to each candidate's logit, lambda_c log p_j - log q_j, shape [candidates]. Default: nothing. */
  readonly bias?: Tensor1D;
  /** 1 where a candidate does not count for a sample, else 0, shape [batch, candidates]. Default: all count. */
  readonly mask?: Tensor2D;
  /** Weight of each sample, shape [batch]. Default: 1 each. */
  readonly weights?: Tensor1D;
}

/** Takes a masked candidate's exponential to zero and keeps the softmax finite. */
const maskedLogit = -1e9;

/**
 * Softmax cross-entropy over candidates, averaged over the samples.
 *
 *     L = - mean over (u, i) of w log p(i|u),  p(i|u) = exp l(u,i) / sum over candidates j of exp l(u,j)   // Eq 1-2
 *     l(u,j) = s(u,j) + lambda_c log p_j - log q_j                                                          // Eq 7
 *
 * with s(u,i) the dot product of the two towers' outputs. The gradient is written by hand: with P the softmax,
 * dL/dl = w (P - onehot) / batch, and the one-hot part is a gather and a scatter of rows in place of a pass over
 * the batch x candidates matrix.
 *
 * The gradient is exact at every logit; the reported value stops growing at -log 1.2e-38 = 87 nats a sample.
 */
export function softmaxLoss({ users, items, positives, bias, mask, weights }: SoftmaxInputs): Scalar {
  const batch = users.shape[0];
  return withGradient<Scalar>([users, items], {
    forward: () => {
      let logits: Tensor2D = tf.matMul<Tensor2D>(users, items, false, true);
      if (bias) logits = tf.add<Tensor2D>(logits, bias);
      if (mask) logits = tf.add<Tensor2D>(logits, tf.mul(mask, maskedLogit));
      const probabilities = tf.softmax(logits);
      const samples = tf.range(0, batch, 1, "int32");
      const atPositive = tf.gatherND(probabilities, tf.stack([samples, positives], 1));
      const logarithms = tf.log(tf.maximum(atPositive, leastProbability));
      const weighted = weights ? tf.mul(logarithms, weights) : logarithms;
      const saved: Tensor[] = [probabilities, users, items, positives];
      return {
        value: tf.neg<Scalar>(tf.mean<Scalar>(weighted)),
        saved: weights ? [...saved, weights] : saved,
      };
    },
    backward: (upstream, saved) => {
      const [probabilities, userVectors, itemVectors] = saved.slice(0, 3) as Tensor2D[];
      const candidates = saved[3] as Tensor1D;
      const sampleWeights = saved[4] as Tensor1D | undefined;
      // One factor a sample: a scalar where all weigh the same, a column where they do not.
      const mean = tf.div(upstream, batch);
      const factor = sampleWeights ? tf.mul(mean, sampleWeights.reshape([batch, 1])) : mean;
      const userGradient = tf.sub(tf.matMul(probabilities, itemVectors), tf.gather(itemVectors, candidates));
      const weightedUsers = tf.mul<Tensor2D>(userVectors, factor);
      const itemGradient = tf.sub(
        tf.matMul(probabilities, weightedUsers, true, false),
        tf.unsortedSegmentSum(weightedUsers, candidates, itemVectors.shape[0]),
      );
      return [tf.mul(userGradient, factor), itemGradient];
    },
  });
}

import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
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
}

/**
 * Softmax cross-entropy over candidates, averaged over the samples.
 *
 *     L = - mean over (u, i) of log p(i|u),  p(i|u) = exp s(u,i) / sum over candidates j of exp s(u,j)   // Eq 1-2
 *
 * with s(u,i) the dot product of the two towers' outputs. The gradient is written by hand: with P the softmax,
 * dL/ds = (P - onehot) / batch, and the one-hot part is a gather and a scatter of rows in place of a pass over
 * the batch x candidates matrix.
 *
 * The gradient is exact at every logit; the reported value stops growing at -log 1.2e-38 = 87 nats a sample.
 */
export function softmaxLoss({ users, items, positives }: SoftmaxInputs): Scalar {
  const batch = users.shape[0];
  return withGradient<Scalar>([users, items], {
    forward: () => {
      const probabilities = tf.softmax<Tensor2D>(tf.matMul<Tensor2D>(users, items, false, true));
      const samples = tf.range(0, batch, 1, "int32");
      const atPositive = tf.gatherND(probabilities, tf.stack([samples, positives], 1));
      const value = tf.neg<Scalar>(tf.mean<Scalar>(tf.log(tf.maximum(atPositive, leastProbability))));
      return { value, saved: [probabilities, users, items, positives] };
    },
    backward: (upstream, saved) => {
      const [probabilities, userVectors, itemVectors] = saved.slice(0, 3) as Tensor2D[];
      const candidates = saved[3] as Tensor1D;
      const scale = tf.div(upstream, batch);
      const userGradient = tf.sub(tf.matMul(probabilities, itemVectors), tf.gather(itemVectors, candidates));
      const itemGradient = tf.sub(
        tf.matMul(probabilities, userVectors, true, false),
        tf.unsortedSegmentSum(userVectors, candidates, itemVectors.shape[0]),
      );
      return [tf.mul(userGradient, scale), tf.mul(itemGradient, scale)];
    },
  });
}

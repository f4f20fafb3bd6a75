import type { Rank, Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { tf, withGradient } from "../engine";
import { stableSoftmax, unshiftedSoftmax, type SoftmaxForward } from "./softmaxForward";
import type { SoftmaxInputs } from "./softmaxInputs";

export type { SoftmaxInputs } from "./softmaxInputs";

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
 * The gradient is exact at every logit; where logits lie too far apart for `unshiftedSoftmax`, the reported value stops
 * growing at -log 1.2e-38 = 87 nats a sample.
 *
 * @param softmax how the softmax is computed. Default: with as few passes as the logits allow.
 */
export function softmaxLoss(
  inputs: SoftmaxInputs,
  softmax: (inputs: SoftmaxInputs) => SoftmaxForward = (all) => unshiftedSoftmax(all) ?? stableSoftmax(all),
): Scalar {
  const { users, items, positives, weights } = inputs;
  const batch = users.shape[0];
  return withGradient<Scalar>([users, items], {
    forward: () => {
      const { exponentials, normalisers, logProbabilities, factors } = softmax(inputs);
      const weighted = weights ? tf.mul(logProbabilities, weights) : logProbabilities;
      // One factor a sample, w / batch.
      const shares = tf.fill<Rank.R1>([batch], 1 / batch);
      const saved: Tensor[] = [
        ...[exponentials, normalisers, users, items, positives],
        weights ? tf.mul(shares, weights) : shares,
        ...(factors ? [factors] : []),
      ];
      return { value: tf.neg<Scalar>(tf.mean<Scalar>(weighted)), saved };
    },
    backward: (upstream, saved) => {
      const [exponentials, , userVectors, itemVectors] = saved as Tensor2D[];
      const [normalisers, candidates, shares] = [saved[1], saved[4], saved[5]] as Tensor1D[];
      const factors = saved[6] as Tensor1D | undefined;
      const column = (vector: Tensor1D): Tensor2D => vector.reshape([vector.size, 1]);
      const scaled = (rows: Tensor2D, by: Tensor1D | undefined): Tensor2D =>
        by ? tf.mul(rows, column(by)) : rows;
      const share = tf.mul<Tensor1D>(shares, upstream);
      const ofNormaliser = tf.div<Tensor1D>(share, normalisers);
      const userGradient = tf.sub<Tensor2D>(
        scaled(tf.matMul(exponentials, scaled(itemVectors, factors)), ofNormaliser),
        scaled(tf.gather(itemVectors, candidates), share),
      );
      const itemGradient = tf.sub<Tensor2D>(
        scaled(tf.matMul(exponentials, scaled(userVectors, ofNormaliser), true, false), factors),
        tf.unsortedSegmentSum(scaled(userVectors, share), candidates, itemVectors.shape[0]),
      );
      return [userGradient, itemGradient];
    },
  });
}

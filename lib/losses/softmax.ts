import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { matrixProduct, subtractAtRows, tf, withGradient } from "../engine";
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
  const { users, items, positives, userOfSample, occurrences, weights, mask } = inputs;
  if (mask && (userOfSample || occurrences))
    throw new Error(
      "A mask is of samples and candidates: give softmaxLoss a row for each, and neither userOfSample nor occurrences.",
    );
  const [rows] = users.shape;
  const batch = positives.size;
  const rowOf = userOfSample?.dataSync<"int32">();
  // One number a sample is little enough for plain arrays, and each kernel on so little costs as much as its call.
  let normalisers: Float32Array = new Float32Array(0);
  const shares = new Float32Array(batch).fill(1 / batch);
  weights?.dataSync<"float32">().forEach((weight, sample) => (shares[sample] *= weight));
  return withGradient<Scalar>([users, items], {
    forward: () => {
      const { exponentials, factors, ...ofSamples } = softmax(inputs);
      normalisers = ofSamples.normalisers;
      const loss = ofSamples.logProbabilities.reduce((sum, value, sample) => sum - shares[sample] * value, 0);
      const optional = [factors, userOfSample].filter((tensor) => tensor !== undefined);
      return { value: tf.scalar(loss), saved: [exponentials, users, items, positives, ...optional] };
    },
    backward: (upstream, saved) => {
      const [exponentials, userVectors, itemVectors] = saved as Tensor2D[];
      const [candidates, ...optional] = saved.slice(3);
      const samplesRow = rowOf && (optional.pop() as Tensor1D);
      const factors = optional.pop() as Tensor2D | undefined;
      const scaled = (matrix: Tensor2D, by: Tensor2D | undefined): Tensor2D =>
        by ? tf.mul(matrix, by) : matrix;
      const factor = upstream.dataSync<"float32">()[0];
      const share = tf.tensor2d(
        shares.map((value) => factor * value),
        [batch, 1],
      );
      const ofRows = new Float32Array(rows);
      shares.forEach((value, sample) => (ofRows[rowOf ? rowOf[sample] : sample] += factor * value));
      const ofNormalisers = tf.tensor2d(
        ofRows.map((value, row) => value / normalisers[row]),
        [rows, 1],
      );
      const positiveItems = scaled(tf.gather(itemVectors, candidates), share);
      const userGradient = tf.sub<Tensor2D>(
        scaled(matrixProduct(exponentials, scaled(itemVectors, factors)), ofNormalisers),
        samplesRow ? tf.unsortedSegmentSum(positiveItems, samplesRow, rows) : positiveItems,
      );
      const itemGradient = subtractAtRows(
        scaled(matrixProduct(exponentials, scaled(userVectors, ofNormalisers), true, false), factors),
        candidates as Tensor1D,
        scaled(samplesRow ? tf.gather(userVectors, samplesRow) : userVectors, share),
      );
      return [userGradient, itemGradient];
    },
  });
}

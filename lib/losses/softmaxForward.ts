import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { runKernel, tf, typeAttribute } from "../engine";
import type { SoftmaxInputs } from "./softmaxInputs";

/**
 * The softmax over candidates in parts: P(u,j) = exponentials(u,j) * factors(j) / normalisers(u). Neither the
 * division nor the factor is ever a pass over the matrix: both go into the small tensors beside it.
 */
export interface SoftmaxForward {
  /** Shape [batch, candidates]. */
  readonly exponentials: Tensor2D;
  /** One factor a candidate, exp of its bias, shape [candidates]; left out where there is no bias. */
  readonly factors?: Tensor1D;
  /** Shape [batch]. */
  readonly normalisers: Tensor1D;
  /** log p of each sample's positive, shape [batch]. */
  readonly logProbabilities: Tensor1D;
}

/** Takes a masked candidate's exponential to zero and keeps the softmax finite. */
const maskedLogit = -1e9;

/** The least probability whose logarithm is reported: the smallest normal float32. */
const leastProbability = 1.2e-38;

/**
 * The most that biases of one batch may differ in, and the least and most log of a normaliser, in nats, for which
 * exponentials of unshifted scores are as exact as those of shifted ones: float32 holds exp(-87) to exp(88).
 */
const fairRange = { bias: 30, leastNormaliser: -40, mostNormaliser: 85 };

/**
 * Exponentials of the scores as they are: one pass over the matrix, where the stable softmax makes five (maximum,
 * difference, exponential, sum, quotient). Checked afterwards: where a normaliser comes near the edge of float32, null.
 */
export function unshiftedSoftmax({
  users,
  items,
  positives,
  bias,
  mask,
}: SoftmaxInputs): SoftmaxForward | null {
  if (mask) return null;
  const most = bias && tf.max(bias);
  if (bias && tf.sub(most!, tf.min(bias)).dataSync()[0] > fairRange.bias) return null;
  const exponentials = tf.exp(tf.matMul<Tensor2D>(users, items, false, true));
  const shifted = bias && tf.sub<Tensor1D>(bias, most!);
  const factors = shifted && tf.exp(shifted);
  const normalisers = factors
    ? tf.matMul(exponentials, factors.reshape<Tensor2D>([factors.size, 1])).flatten()
    : tf.sum<Tensor1D>(exponentials, 1);
  const logNormalisers = tf.log(normalisers);
  const [least, largest] = tf.stack([tf.min(logNormalisers), tf.max(logNormalisers)]).dataSync();
  // Written so that a number that is none is refused too.
  if (!(least >= fairRange.leastNormaliser && largest <= fairRange.mostNormaliser)) return null;
  const scores = tf.sum<Tensor1D>(tf.mul(users, tf.gather(items, positives)), 1);
  const logits = shifted ? tf.add<Tensor1D>(scores, tf.gather(shifted, positives)) : scores;
  return { exponentials, factors, normalisers, logProbabilities: tf.sub(logits, logNormalisers) };
}

/** The softmax kernel, which shifts each row by its maximum: exact at every logit, and with a mask. */
export function stableSoftmax({ users, items, positives, bias, mask }: SoftmaxInputs): SoftmaxForward {
  const batch = users.shape[0];
  let logits: Tensor2D = tf.matMul<Tensor2D>(users, items, false, true);
  if (bias) logits = tf.add<Tensor2D>(logits, bias);
  if (mask) logits = tf.add<Tensor2D>(logits, tf.mul(mask, maskedLogit));
  const exponentials = runKernel("Softmax", [typeAttribute("T", "float32")], [logits]) as Tensor2D;
  const samples = tf.range(0, batch, 1, "int32");
  const atPositive = tf.gatherND(exponentials, tf.stack([samples, positives], 1));
  const logProbabilities = tf.log(tf.maximum(atPositive, leastProbability));
  return { exponentials, normalisers: tf.ones([batch]), logProbabilities: logProbabilities as Tensor1D };
}

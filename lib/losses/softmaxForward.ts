import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { matrixProduct, runKernel, tf, typeAttribute } from "../engine";
import type { SoftmaxInputs } from "./softmaxInputs";

/**
 * The softmax over candidates in parts: P(u,j) = exponentials(u,j) * factors(j) / normalisers(u). Neither the
 * division nor the factor is ever a pass over the matrix: both go into the small tensors beside it.
 */
export interface SoftmaxForward {
  /** Shape [rows of users, candidates]. */
  readonly exponentials: Tensor2D;
  /** One factor a candidate, exp of its bias times its occurrences, shape [candidates, 1]; left out where all are 1. */
  readonly factors?: Tensor2D;
  /** Shape [rows of users]. */
  readonly normalisers: Float32Array;
  /** log p of each sample's positive, shape [batch]. */
  readonly logProbabilities: Float32Array;
}

/** Takes a masked candidate's exponential to zero and keeps the softmax finite. */
const maskedLogit = -1e9;

/** The least probability whose logarithm is reported: the smallest normal float32. */
const leastProbability = 1.2e-38;

/**
 * The most that the biases of one batch may differ in, and the least and the largest normaliser, for which exponentials
 * of unshifted scores are as exact as those of shifted ones: float32 holds exp(-87) to exp(88).
 */
const fair = { bias: 30, leastNormaliser: Math.exp(-40), largestNormaliser: Math.exp(85) };

/**
 * Exponentials of the scores as they are: one pass over the matrix, where the stable softmax makes five (maximum,
 * difference, exponential, sum, quotient). Checked afterwards: where a normaliser comes near the edge of float32, null.
 */
export function unshiftedSoftmax({
  users,
  items,
  positives,
  userOfSample,
  bias,
  occurrences,
  mask,
}: SoftmaxInputs): SoftmaxForward | null {
  if (mask) return null;
  const biases = bias?.dataSync<"float32">();
  const times = occurrences?.dataSync<"float32">();
  const most = biases?.reduce((one, other) => Math.max(one, other)) ?? 0;
  if (biases && !(most - biases.reduce((one, other) => Math.min(one, other)) <= fair.bias)) return null;
  const exponentials = tf.exp(matrixProduct(users, items, false, true));
  const ofCandidates = biases?.map((value) => Math.exp(value - most)) ?? times?.slice();
  if (biases && times) times.forEach((number, candidate) => (ofCandidates![candidate] *= number));
  const factors = ofCandidates && tf.tensor2d(ofCandidates, [ofCandidates.length, 1]);
  const sums = factors ? matrixProduct(exponentials, factors) : tf.sum<Tensor1D>(exponentials, 1);
  const normalisers = sums.dataSync<"float32">();
  // Written so that a number that is none is refused too.
  const isFair = (value: number): boolean => value >= fair.leastNormaliser && value <= fair.largestNormaliser;
  if (!normalisers.every(isFair)) return null;
  const ofSamples = userOfSample ? tf.gather(users, userOfSample) : users;
  const scores = tf.sum<Tensor1D>(tf.mul(ofSamples, tf.gather(items, positives)), 1).dataSync<"float32">();
  const rowOf = userOfSample?.dataSync<"int32">();
  const candidates = biases && positives.dataSync<"int32">();
  const logProbabilities = scores.map(
    (score, sample) =>
      score +
      (biases ? biases[candidates![sample]] - most : 0) -
      Math.log(normalisers[rowOf ? rowOf[sample] : sample]),
  );
  return { exponentials, factors, normalisers, logProbabilities };
}

/** The softmax kernel, which shifts each row by its maximum: exact at every logit, and with a mask. */
export function stableSoftmax({
  users,
  items,
  positives,
  userOfSample,
  bias,
  occurrences,
  mask,
}: SoftmaxInputs): SoftmaxForward {
  const rows = users.shape[0];
  const times = occurrences?.dataSync<"float32">();
  let logits: Tensor2D = matrixProduct(users, items, false, true);
  if (bias) logits = tf.add<Tensor2D>(logits, bias);
  if (times)
    logits = tf.add<Tensor2D>(
      logits,
      tf.tensor1d(times.map((number) => (number > 0 ? Math.log(number) : maskedLogit))),
    );
  if (mask) logits = tf.add<Tensor2D>(logits, tf.mul(mask, maskedLogit));
  const exponentials = runKernel("Softmax", [typeAttribute("T", "float32")], [logits]) as Tensor2D;
  const rowOf = userOfSample ?? tf.range(0, rows, 1, "int32");
  const atPositive = tf.gatherND(exponentials, tf.stack([rowOf, positives], 1)).dataSync<"float32">();
  const own = times && positives.dataSync<"int32">();
  return {
    exponentials,
    normalisers: new Float32Array(rows).fill(1),
    // Math.max passes on what is no number. Of the candidates that the positive stands for, one is the sample's.
    logProbabilities: atPositive.map(
      (probability, sample) =>
        Math.log(Math.max(probability, leastProbability)) - (own ? Math.log(times[own[sample]]) : 0),
    ),
  };
}

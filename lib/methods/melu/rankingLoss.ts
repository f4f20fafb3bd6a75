import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { tf, withGradient, type ParameterTensors } from "../../engine";
import { constant } from "./constant";
import { decisionScores, type CandidateInputs } from "./decisionLayers";

/** Embedded users and candidates of a batch, and what is added to their logits. */
export interface RankingInputs extends CandidateInputs {
  /** Shape [users, userInputs]. */
  readonly users: Tensor2D;
  /** Shape [users, own + shared]. */
  readonly bias: Tensor2D;
}

/**
 * exp with a gradient that can be differentiated again. tf.exp's (and tf.logSoftmax's) reads the kept OUTPUT, which
 * the tape does not link to the input: a second derivative comes out wrong, without an error. This one reads the input.
 */
function exponential(input: Tensor2D): Tensor2D {
  return withGradient<Tensor2D>([input], {
    forward: () => ({ value: tf.exp(input), saved: [input] }),
    backward: (upstream, [kept]) => [tf.mul(upstream, exponential(kept as Tensor2D))],
  });
}

/** log softmax of each row, differentiable twice. */
function logProbabilities(logits: Tensor2D): Tensor2D {
  // The shift keeps exp in range and cancels, so it may be a constant: a gradient through max would only add zeros.
  const shifted = tf.sub<Tensor2D>(logits, constant(tf.max(logits, 1, true)));
  return tf.sub(shifted, tf.log(tf.sum(exponential(shifted), 1, true)));
}

/**
 * Softmax ranking loss of each user: the mean over the user's target items of -log p(i|u), Eq 1-2 a user.
 *
 * @param layers decision layers of each user. @param targets shape [users, own + shared], rows summing to 1.
 * @returns shape [users], nats.
 */
export function rankingLoss(layers: ParameterTensors, inputs: RankingInputs, targets: Tensor2D): Tensor1D {
  const logits = tf.add<Tensor2D>(decisionScores(layers, inputs.users, inputs), inputs.bias);
  return tf.neg(tf.sum<Tensor1D>(tf.mul(targets, logProbabilities(logits)), 1));
}

import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { tf, type ParameterTensors } from "../../engine";
import { decisionScores, type CandidateInputs } from "./decisionLayers";

/** Embedded users and candidates of a batch, and what is added to their logits. */
export interface RankingInputs extends CandidateInputs {
  /** Shape [users, userInputs]. */
  readonly users: Tensor2D;
  /** Shape [users, own + shared]. */
  readonly bias: Tensor2D;
}

/**
 * Softmax ranking loss of each user: the mean over the user's target items of -log p(i|u), Eq 1-2 a user.
 *
 * @param layers decision layers of each user. @param targets shape [users, own + shared], rows summing to 1.
 * @returns shape [users], nats.
 */
export function rankingLoss(layers: ParameterTensors, inputs: RankingInputs, targets: Tensor2D): Tensor1D {
  const logits = tf.add<Tensor2D>(decisionScores(layers, inputs.users, inputs), inputs.bias);
  return tf.neg(tf.sum<Tensor1D>(tf.mul(targets, tf.logSoftmax(logits)), 1));
}

import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { lookUp, tf, type Dropout, type ParameterTensors } from "../engine";
import { candidateSource, logitCorrection, softmaxLoss } from "../losses";
import type { TwoTowerModel } from "../models";
import { randomStream } from "../random";
import type { Pairs } from "../splitting";
import type { TrainingMemory } from "../training";
import type { BaseLearnerOptions } from "./baseLearnerOptions";
import { epochBatches } from "./epochBatches";
import { sampleBatch, type SampleBatch } from "./sampleBatch";

/** What a method may add to the prediction loss; each has a default that changes nothing. */
export interface PredictionTerms {
  /** Added to the logit of every item, such as lambda_c log p; shape [itemCount]. */
  readonly itemBias?: Float32Array;
  /** Weight of each training pair, shape [pairs]. */
  readonly sampleWeights?: Float32Array;
}

/** L_g, the base-learner's loss over the candidates that the options ask for. Dispose when done. */
export interface PredictionLoss {
  /** The batches of an epoch that sees `rows`; order and draws follow from the seed and the purpose. */
  batches(rows: Int32Array, seed: number, purpose: string): Iterable<SampleBatch>;
  /** The loss of one batch under the given parameters, in whose place MIRec puts F(theta). */
  loss(values: ParameterTensors, batch: SampleBatch, dropout: Dropout): Scalar;
  /** What the batches have taught the candidates so far, where they learn: a training task's `memory`. */
  readonly memory?: TrainingMemory;
  dispose(): void;
}

/** Item vectors of the candidates. The tower runs once for each item that occurs among them, and for no other. */
function candidateVectors(
  model: TwoTowerModel,
  values: ParameterTensors,
  { items, itemOfCandidate }: SampleBatch,
  dropout: Dropout,
): Tensor2D {
  const vectors = model.item.forward(values, items, dropout);
  return itemOfCandidate ? lookUp(vectors, tf.tensor1d(itemOfCandidate, "int32")) : vectors;
}

/**
 * Builds the prediction loss of a training run (Eq 1-2): the softmax over candidates with
 *
 *     logit = s(u,j) + itemBias_j - log q_j,   itemBias = lambda_c log p                                     // Eq 7
 *
 * whichever the candidates are.
 *
 * @param train the training pairs that rows point into.
 */
export function predictionLoss(
  model: TwoTowerModel,
  train: Pairs,
  settings: BaseLearnerOptions,
  { itemBias, sampleWeights }: PredictionTerms,
): PredictionLoss {
  const source = candidateSource(settings, train);
  const allItemsBias = itemBias && tf.tensor1d(itemBias);
  const candidateBias = (items: Int32Array, q: Float64Array | undefined): Tensor1D | undefined => {
    const correction = logitCorrection({ q });
    if (!correction && !itemBias) return undefined;
    const bias = new Float32Array(items.length);
    items.forEach((item, at) => (bias[at] = (itemBias?.[item] ?? 0) + (correction?.[at] ?? 0)));
    return tf.tensor1d(bias);
  };
  return {
    *batches(rows, seed, purpose) {
      const candidatesOf = source.ofEpoch(rows, randomStream(seed, `candidates, ${purpose}`));
      for (const batch of epochBatches(rows, train.users, settings, seed, purpose)) {
        yield sampleBatch(batch, candidatesOf(batch), model, train, settings);
      }
    },
    loss: (values, batch, dropout) => {
      const { rows, userOfSample } = batch;
      const { items, positives, q, occurrences, mask } = batch.candidates;
      return softmaxLoss({
        users: model.user.forward(values, batch.users, dropout),
        items: candidateVectors(model, values, batch, dropout),
        positives: tf.tensor1d(positives, "int32"),
        userOfSample: userOfSample && tf.tensor1d(userOfSample, "int32"),
        bias: items ? candidateBias(items, q) : allItemsBias,
        occurrences: occurrences && tf.tensor1d(occurrences),
        mask: mask && tf.tensor2d(mask, [rows.length, mask.length / rows.length]),
        weights: sampleWeights && tf.tensor1d(Float32Array.from(rows, (row) => sampleWeights[row])),
      });
    },
    memory: source.streamed,
    dispose: () => allItemsBias?.dispose(),
  };
}

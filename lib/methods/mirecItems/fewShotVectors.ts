import type { Tensor2D } from "@tensorflow/tfjs-node";
import { Adam, Parameters, tf, valueAndGradients } from "../../engine";
import { softmaxLoss } from "../../losses";
import type { Pairs } from "../../splitting";
import { breather, type FitContext } from "../../training";
import { shuffledBatches } from "../trainBaseLearner";

/** The space in which item vectors are learnt: everything in it stays as it is. */
export interface UserSpace {
  readonly train: Pairs;
  /** x_u of every user, fixed, shape [users, size]. */
  readonly userVectors: Tensor2D;
  /** Many-shot vector y_i* of every item, shape [items, size]. */
  readonly manyShot: Tensor2D;
  /** Vector of every item before it has any sample of its own, shape [items, size]. */
  readonly cold: Tensor2D;
  readonly batchSize: number;
  readonly epochs: number;
  readonly learningRate: number;
}

/**
 * Learns the vectors of some items from the given samples, in the space of fixed user vectors: they start cold, all
 * other items keep their many-shot vectors, and the softmax over all items decides (Eq 1-2).
 *
 * @param learnt 1 for the items whose vectors are learnt, shape [items].
 * @param rows training rows that are seen.
 * @param purpose names the random order, such as "4 shots, group 1".
 * @returns the vectors of all items, shape [items, size], outside TensorFlow.
 */
export async function fewShotVectors(
  space: UserSpace,
  learnt: Uint8Array,
  rows: Int32Array,
  purpose: string,
  { seed, signal }: FitContext,
): Promise<Float32Array> {
  const { train, userVectors, manyShot, cold } = space;
  const mask = tf.tensor2d(Float32Array.from(learnt), [learnt.length, 1]);
  const start = tf.tidy(() => tf.add(manyShot, tf.mul(tf.sub(cold, manyShot), mask)));
  const values = start.dataSync<"float32">().slice();
  start.dispose();
  const parameters = new Parameters({ items: { shape: manyShot.shape, values } });
  const optimiser = new Adam(parameters, { learningRate: space.learningRate });
  const breathe = breather(signal);
  try {
    for (let epoch = 1; epoch <= space.epochs; epoch++) {
      for (const batch of shuffledBatches(rows, space.batchSize, seed, `${purpose}, epoch ${epoch}`)) {
        tf.tidy(() => {
          const users = tf.gather(
            userVectors,
            tf.tensor1d(
              batch.map((row) => train.users[row]),
              "int32",
            ),
          );
          const positives = tf.tensor1d(
            batch.map((row) => train.items[row]),
            "int32",
          );
          const current = parameters.read();
          const { gradients } = valueAndGradients(
            ({ items }) => softmaxLoss({ users, items: items as Tensor2D, positives }),
            current,
          );
          tf.dispose(Object.values(current));
          optimiser.apply({ items: tf.mul(gradients.items, mask) });
        });
        await breathe();
      }
    }
    return parameters.snapshot().items.values;
  } finally {
    mask.dispose();
    optimiser.dispose();
    parameters.dispose();
  }
}

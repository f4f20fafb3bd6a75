import type { Tensor2D } from "@tensorflow/tfjs-node";
import { tf } from "../../engine";
import type { FitContext } from "../../training";
import { trainInUserSpace } from "./trainInUserSpace";
import type { UserSpace } from "./userSpace";

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
  context: FitContext,
): Promise<Float32Array> {
  const { manyShot, cold } = space;
  const mask = tf.tensor2d(Float32Array.from(learnt), [learnt.length, 1]);
  const kept = tf.tidy(() => tf.mul<Tensor2D>(manyShot, tf.sub(1, mask)));
  const start = tf.tidy(() => tf.add(kept, tf.mul(cold, mask)));
  const values = start.dataSync<"float32">().slice();
  start.dispose();
  try {
    const { items } = await trainInUserSpace(
      space,
      { items: { shape: manyShot.shape, values } },
      // What is multiplied by zero has no gradient: the other items stay.
      (current) => tf.add<Tensor2D>(kept, tf.mul(current.items, mask)),
      rows,
      purpose,
      context,
    );
    return items.values;
  } finally {
    mask.dispose();
    kept.dispose();
  }
}

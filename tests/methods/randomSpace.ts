import { tf } from "../../lib/engine";
import type { UserSpace } from "../../lib/methods/mirecItems/userSpace";
import { randomStream } from "../../lib/random";

/** Numbers of a vector of the space. */
export const vectorSize = 4;

/** Numbers from a normal distribution, the same ones for the same purpose. */
export function randomValues(length: number, purpose: string): Float32Array {
  const random = randomStream(5, purpose);
  return Float32Array.from({ length }, () => random.normal());
}

/** A user space of random vectors, and the disposal of its tensors. */
export function randomSpace({
  train,
  batchSize,
  epochs,
}: Pick<UserSpace, "train" | "batchSize" | "epochs">): UserSpace & { dispose: () => void } {
  const table = (rows: number, purpose: string): UserSpace["cold"] =>
    tf.tensor2d(randomValues(rows * vectorSize, purpose), [rows, vectorSize]);
  const tensors = {
    userVectors: table(train.userCount, "users"),
    manyShot: table(train.itemCount, "many-shot"),
    cold: table(train.itemCount, "cold"),
  };
  return {
    ...{ train, batchSize, epochs, ...tensors },
    batching: "samples",
    learningRate: 0.05,
    learningRateOption: "learningRate",
    dispose: () => tf.dispose(tensors),
  };
}

import type { Tensor } from "@tensorflow/tfjs-node";
import { runKernel, typeAttribute } from "./kernels";
import { tf } from "./tensorflow";

/** Zeroes a seeded random part of a tensor. */
export type Dropout = (input: Tensor) => Tensor;

/** Leaves its input as it is: dropout outside training. */
export const noDropout: Dropout = (input) => input;

/**
 * Inverted dropout (Srivastava et al., JMLR 2014): each element is zeroed with probability `rate` and the rest is
 * divided by 1 - rate.
 *
 * The masks depend on (seed, step) and on the order of calls within the step, and on nothing else.
 *
 * @param rate in [0, 1).
 */
export function seededDropout(rate: number, seed: number, step: number): Dropout {
  if (rate === 0) return noDropout;
  let calls = 0;
  return (input) => {
    const uniform = tf.tidy(() =>
      runKernel(
        "StatelessRandomUniform",
        [typeAttribute("T", "int32"), typeAttribute("Tseed", "int32"), typeAttribute("dtype", "float32")],
        // The step and the call share one word: a step never draws a thousand masks.
        [tf.tensor1d(input.shape, "int32"), tf.tensor1d([seed | 0, (step * 1000 + calls++) | 0], "int32")],
      ),
    );
    return tf.mul(input, tf.mul(tf.greaterEqual(uniform, rate), 1 / (1 - rate)));
  };
}

import type { Tensor } from "@tensorflow/tfjs-node";
import { runKernel, typeAttribute } from "./kernels";
import { tf } from "./tensorflow";

/** Which units of a layer are kept in one training step. */
export interface Dropout {
  /** Probability of zeroing a unit; 0 means that no mask is needed. A multiple of 1/256. */
  readonly rate: number;
  /** True where a unit is kept, bool, of the given shape. Each call draws a mask of its own. */
  readonly mask: (shape: readonly number[]) => Tensor;
}

/** Keeps every unit: dropout outside training. */
export const noDropout: Dropout = { rate: 0, mask: (shape) => tf.ones([...shape], "bool") };

/** Units that share one random word: a byte each. */
const unitsOfWord = 4;

const drawAttributes = [
  typeAttribute("T", "int32"),
  typeAttribute("Tseed", "int32"),
  typeAttribute("dtype", "int32"),
];
const bitcastAttributes = [typeAttribute("T", "int32"), typeAttribute("type", "uint8")];
const castAttributes = [typeAttribute("SrcT", "int32"), typeAttribute("DstT", "uint8")];
const compareAttributes = [typeAttribute("T", "uint8")];

/**
 * Masks of dropout (Srivastava et al., JMLR 2014): each unit is zeroed with probability `rate`.
 *
 * The masks depend on (seed, step) and on the order of calls within the step, and on nothing else. A unit is decided by
 * one random byte, a quarter of the draws that a float each would take, so that the rate is kept to the nearest 1/256.
 *
 * @param rate in [0, 1).
 */
export function seededDropout(rate: number, seed: number, step: number): Dropout {
  const threshold = Math.min(255, Math.round(256 * rate));
  if (threshold === 0) return noDropout;
  let calls = 0;
  return {
    rate: threshold / 256,
    mask: (shape) =>
      tf.tidy(() => {
        const units = shape.reduce((product, side) => product * side, 1);
        // The step and the call share one word: a step never draws a thousand masks.
        const key = tf.tensor1d([seed | 0, (step * 1000 + calls++) | 0], "int32");
        const words = tf.tensor1d([Math.ceil(units / unitsOfWord)], "int32");
        const drawn = runKernel("StatelessRandomUniformFullInt", drawAttributes, [words, key]);
        const bytes = runKernel("Bitcast", bitcastAttributes, [drawn]);
        const limit = runKernel("Cast", castAttributes, [tf.scalar(threshold, "int32")]);
        const kept = runKernel("GreaterEqual", compareAttributes, [bytes, limit]);
        return (kept.size === units ? kept : kept.flatten().slice(0, units)).reshape([...shape]);
      }),
  };
}

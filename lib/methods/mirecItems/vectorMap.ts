import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { tf, type ParameterArray, type ParameterTensors } from "../../engine";
import { initialLinear } from "../../models";
import { randomStream } from "../../random";

/** Largest log2 of a count that is told apart: 2^16 samples. */
const largestLog = 16;

/** F for item vectors: sends a vector learnt from n samples towards the many-shot one. Starts as the identity. */
export interface VectorMap {
  initialise(seed: number): Record<string, ParameterArray>;
  /** @param vectors [items, size]. @param counts samples behind each, [items]. */
  apply(values: ParameterTensors, vectors: Tensor2D, counts: Tensor1D): Tensor2D;
}

/** F(v, n) = v + f(v, log2 n), f two linear layers with ReLU between, the second starting at zero; or the identity. */
export function vectorMap(size: number, hiddenSize: number, form: "residual" | "identity"): VectorMap {
  if (form === "identity") return { initialise: () => ({}), apply: (_, vectors) => vectors };
  return {
    initialise: (seed) => {
      const { weight, bias } = initialLinear(size + 1, hiddenSize, randomStream(seed, "initial vector map"));
      return {
        "map.in.weight": weight,
        "map.in.bias": bias,
        "map.out.weight": { shape: [hiddenSize, size], values: new Float32Array(hiddenSize * size) },
        "map.out.bias": { shape: [size], values: new Float32Array(size) },
      };
    },
    apply: (values, vectors, counts) => {
      const logarithms = tf.div(tf.log(tf.maximum(counts, 1)), Math.LN2 * largestLog);
      const input = tf.concat2d([vectors, logarithms.reshape<Tensor2D>([vectors.shape[0], 1])], 1);
      const linear = (from: Tensor2D, layer: string): Tensor2D =>
        tf.add<Tensor2D>(tf.matMul(from, values[`${layer}.weight`]), values[`${layer}.bias`]);
      const residual = linear(tf.relu(linear(input, "map.in")), "map.out");
      return tf.add<Tensor2D>(vectors, residual);
    },
  };
}

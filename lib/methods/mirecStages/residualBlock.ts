import type { Tensor2D } from "@tensorflow/tfjs-node";
import { tf, type ParameterArray, type ParameterTensors } from "../../engine";
import { initialLinear } from "../../models";
import type { RandomStream } from "../../random";

/** Slope of LeakyReLU below zero, MetaModelNet's. */
const leak = 0.01;

/** f(.; w_i) of one doubling: what a block adds to the vectors that pass through it. */
export interface ResidualBlock {
  readonly names: readonly string[];
  /** Fresh parameters w_i, with which f is zero and the block the identity. */
  initialise(random: RandomStream): Record<string, ParameterArray>;
  /** f of each row, shape [rows, size]. */
  residual(values: ParameterTensors, rows: Tensor2D): Tensor2D;
}

/**
 * One block of MetaModelNet ("Learning to Model the Tail", NIPS 2017):
 *
 *     f(v) = LeakyReLU(0.01) -> dense -> LeakyReLU(0.01) -> dense,  the last dense starting at zero
 *
 * Without the original's batch norm: it would tie an item's vector to the items that are mapped with it, and its
 * statistics, of one or a few rows in a last layer, would not be those of serving.
 */
export function residualBlock(name: string, size: number, hiddenSize: number): ResidualBlock {
  const dense = (input: Tensor2D, values: ParameterTensors, layer: "in" | "out"): Tensor2D =>
    tf.add<Tensor2D>(tf.matMul(input, values[`${name}.${layer}.weight`]), values[`${name}.${layer}.bias`]);
  return {
    names: [`${name}.in.weight`, `${name}.in.bias`, `${name}.out.weight`, `${name}.out.bias`],
    initialise: (random) => {
      const { weight, bias } = initialLinear(size, hiddenSize, random);
      return {
        [`${name}.in.weight`]: weight,
        [`${name}.in.bias`]: bias,
        [`${name}.out.weight`]: { shape: [hiddenSize, size], values: new Float32Array(hiddenSize * size) },
        [`${name}.out.bias`]: { shape: [size], values: new Float32Array(size) },
      };
    },
    residual: (values, rows) =>
      dense(tf.leakyRelu(dense(tf.leakyRelu(rows, leak), values, "in"), leak), values, "out"),
  };
}

import type { ParameterArray } from "../engine";
import type { RandomStream } from "../random";

/** Standard deviation of a fresh embedding: small, so that the first scores are close to equal. */
const embeddingDeviation = 0.05;

function filled(shape: readonly number[], draw: () => number): ParameterArray {
  const size = shape.reduce((product, side) => product * side, 1);
  return { shape, values: Float32Array.from({ length: size }, draw) };
}

/** A fresh embedding table, shape [rows, size], drawn from N(0, 0.05). */
export function initialEmbedding(rows: number, size: number, random: RandomStream): ParameterArray {
  return filled([rows, size], () => embeddingDeviation * random.normal());
}

/**
 * Fresh weights [inputs, outputs] and biases [outputs] of a linear layer, both uniform on ±1 / sqrt(inputs), as
 * PyTorch initialises them.
 */
export function initialLinear(
  inputs: number,
  outputs: number,
  random: RandomStream,
): { weight: ParameterArray; bias: ParameterArray } {
  const bound = 1 / Math.sqrt(inputs);
  const draw = (): number => bound * (2 * random.uniform() - 1);
  return { weight: filled([inputs, outputs], draw), bias: filled([outputs], draw) };
}

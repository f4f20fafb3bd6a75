import type { Tensor } from "@tensorflow/tfjs-node";
import { tf } from "./tensorflow";

/** A function with a gradient written by hand. */
export interface CustomGradient<Output extends Tensor> {
  /** Computes the value, and every tensor that the backward pass reads: all others are gone by then. */
  readonly forward: () => { value: Output; saved: Tensor[] };
  /** Gradients with respect to `inputs`, in their order, from the gradient of the value. */
  readonly backward: (upstream: Output, saved: Tensor[]) => Tensor[];
}

/**
 * Applies a function whose gradient is written by hand, so that passes over large tensors that automatic
 * differentiation would repeat are made once.
 *
 * @param inputs the tensors that gradients flow to; `forward` may close over them and over constants.
 */
export function withGradient<Output extends Tensor>(
  inputs: Tensor[],
  { forward, backward }: CustomGradient<Output>,
): Output {
  const operation = tf.customGrad((...parts) => {
    const save = parts[parts.length - 1] as (tensors: Tensor[]) => void;
    const { value, saved } = forward();
    save(saved);
    return {
      value: value,
      gradFunc: (upstream: Tensor, kept: Tensor[]) => backward(upstream as Output, kept),
    };
  });
  const value: Tensor = operation(...inputs);
  return value as Output;
}

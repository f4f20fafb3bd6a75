import type { Scalar, Tensor } from "@tensorflow/tfjs-node";
import type { ParameterTensors } from "./parameters";
import { tf } from "./tensorflow";

/**
 * Value of a scalar function of named parameters, and its gradient with respect to those named in `wanted`.
 *
 * @param values all parameters the function reads.
 * @param wanted names to differentiate by; the others are constants.
 */
export function valueAndGradients(
  loss: (values: ParameterTensors) => Scalar,
  values: ParameterTensors,
  wanted: readonly string[] = Object.keys(values),
): { value: Scalar; gradients: ParameterTensors } {
  const { value, grads } = tf.valueAndGrads((...tensors: Tensor[]) => {
    const named: Record<string, Tensor> = { ...values };
    wanted.forEach((name, index) => (named[name] = tensors[index]));
    return loss(named);
  })(wanted.map((name) => values[name]));
  const gradients: Record<string, Tensor> = {};
  wanted.forEach((name, index) => (gradients[name] = grads[index]));
  return { value: value, gradients };
}

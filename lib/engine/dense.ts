import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { withGradient } from "./customGradient";
import { runKernel, stringAttribute, typeAttribute } from "./kernels";
import { tf } from "./tensorflow";

const float = [typeAttribute("T", "float32")];
const biasAttributes = [...float, stringAttribute("data_format", "NHWC")];

/**
 * A dense layer, x W + b, with or without ReLU after it. The gradient is written by hand: TensorFlow's ReluGrad and
 * BiasAddGrad are one pass each, where automatic differentiation takes half a dozen.
 *
 * @param input shape [n, inputs]. @param weight shape [inputs, outputs]. @param bias shape [outputs].
 * @returns shape [n, outputs].
 */
export function dense(input: Tensor2D, weight: Tensor2D, bias: Tensor1D, activation?: "relu"): Tensor2D {
  return withGradient<Tensor2D>([input, weight, bias], {
    forward: () => {
      const linear = runKernel("BiasAdd", biasAttributes, [tf.matMul(input, weight), bias]) as Tensor2D;
      const value = activation ? (runKernel("Relu", float, [linear]) as Tensor2D) : linear;
      return { value, saved: activation ? [input, weight, value] : [input, weight] };
    },
    backward: (upstream, [x, w, y]) => {
      const gradient = (activation ? runKernel("ReluGrad", float, [upstream, y]) : upstream) as Tensor2D;
      return [
        tf.matMul(gradient, w, false, true),
        tf.matMul(x, gradient, true, false),
        runKernel("BiasAddGrad", biasAttributes, [gradient]),
      ];
    },
  });
}

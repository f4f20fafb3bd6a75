import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { withGradient } from "./customGradient";
import { noDropout, type Dropout } from "./dropout";
import { runKernel, stringAttribute, typeAttribute } from "./kernels";
import { matrixProduct } from "./matrixProduct";
import { tf } from "./tensorflow";

const float = [typeAttribute("T", "float32")];
const biasAttributes = [...float, stringAttribute("data_format", "NHWC")];

const biasAdd = (input: Tensor2D, bias: Tensor1D): Tensor2D =>
  runKernel("BiasAdd", biasAttributes, [input, bias]) as Tensor2D;
const biasGradient = (gradient: Tensor2D): Tensor => runKernel("BiasAddGrad", biasAttributes, [gradient]);

/**
 * A linear layer, x W + b. The gradient is written by hand: TensorFlow's BiasAddGrad is one pass, where automatic
 * differentiation takes several.
 *
 * @param input shape [n, inputs]. @param weight shape [inputs, outputs]. @param bias shape [outputs].
 * @returns shape [n, outputs].
 */
export function linear(input: Tensor2D, weight: Tensor2D, bias: Tensor1D): Tensor2D {
  return withGradient<Tensor2D>([input, weight, bias], {
    forward: () => ({ value: biasAdd(matrixProduct(input, weight), bias), saved: [input, weight] }),
    backward: (upstream, [x, w]) => [
      matrixProduct(upstream, w as Tensor2D, false, true),
      matrixProduct(x as Tensor2D, upstream, true, false),
      biasGradient(upstream),
    ],
  });
}

/**
 * A hidden layer: ReLU of x W + b, then inverted dropout, with c = 1 / (1 - rate):
 *
 *     y = mask * c * relu(x W + b) = mask * relu(x (c W) + c b)
 *
 * so that c is multiplied into the small weights and not into the layer. And y > 0 exactly where a unit is active and
 * kept, so that one ReluGrad of y is the gradient of both.
 *
 * @param input shape [n, inputs]. @param weight shape [inputs, outputs]. @param bias shape [outputs].
 * @returns shape [n, outputs].
 */
export function hiddenLayer(
  input: Tensor2D,
  weight: Tensor2D,
  bias: Tensor1D,
  dropout: Dropout = noDropout,
): Tensor2D {
  const scale = 1 / (1 - dropout.rate);
  const scaled = <Value extends Tensor>(value: Value): Value =>
    dropout.rate === 0 ? value : tf.mul<Value>(value, scale);
  return withGradient<Tensor2D>([input, weight, bias], {
    forward: () => {
      const scaledWeight = scaled(weight);
      const active = runKernel("Relu", float, [biasAdd(matrixProduct(input, scaledWeight), scaled(bias))]);
      const value =
        dropout.rate === 0
          ? active
          : runKernel("SelectV2", float, [dropout.mask(active.shape), active, tf.scalar(0)]);
      return { value: value as Tensor2D, saved: [input, scaledWeight, value] };
    },
    backward: (upstream, [x, w, y]) => {
      const gradient = runKernel("ReluGrad", float, [upstream, y]) as Tensor2D;
      return [
        matrixProduct(gradient, w as Tensor2D, false, true),
        scaled(matrixProduct(x as Tensor2D, gradient, true, false)),
        scaled(biasGradient(gradient)),
      ];
    },
  });
}

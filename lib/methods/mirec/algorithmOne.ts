import type { Scalar } from "@tensorflow/tfjs-node";
import { tf, valueAndGradients, type Parameters, type ParameterTensors } from "../../engine";
import type { LastLayerMap } from "./lastLayerMap";
import type { MirecOptions } from "./options";

/**
 * One batch of Algorithm 1, phase 2, as written:
 *
 *     a number of local steps:  theta <- F(theta; w);  theta <- theta - beta * grad_theta L
 *     then the global step:     w <- w - gamma * grad_w L,  theta <- theta - gamma * grad_theta L
 *
 * Lower layers, where they move, take the global step too. Plain gradient steps, no moments.
 *
 * @param loss L(w, theta) of the batch as a function of all parameters.
 * @returns the loss at the global step.
 */
export function algorithmOneStep(
  parameters: Parameters,
  map: LastLayerMap,
  trainable: readonly string[],
  { localSteps, beta, gamma }: Pick<MirecOptions, "localSteps" | "beta" | "gamma">,
  loss: (values: ParameterTensors) => Scalar,
): number {
  const descend = (stepSize: number, names: readonly string[]): number => {
    const values = parameters.read();
    const { value, gradients } = valueAndGradients(loss, values, names);
    for (const name of names) {
      parameters.variable(name).assign(tf.sub(values[name], tf.mul(gradients[name], stepSize)));
    }
    return value.dataSync()[0];
  };
  for (let step = 0; step < localSteps; step++) {
    const mapped = map.apply(parameters.read());
    for (const name of map.theta) parameters.variable(name).assign(mapped[name]);
    descend(beta, map.theta);
  }
  return descend(gamma, trainable);
}

import type { Scalar } from "@tensorflow/tfjs-node";
import { tf, valueAndGradients, type ParameterTensors } from "../../engine";
import { constant } from "./constant";

/** How decision layers adapt. */
export interface InnerStepOptions {
  readonly innerSteps: number;
  readonly innerLearningRate: number;
  readonly order: "first" | "second";
}

/**
 * Adapts parameters by gradient steps on the support set (Lee et al., KDD 2019, Algorithm 1; Finn et al., ICML 2017):
 *
 *     theta_u <- theta_u - alpha * grad_theta_u L_support(theta_u),   innerSteps times, alpha = innerLearningRate
 *
 * With order "second" a gradient of a function of the result goes through these steps; with "first" it takes the inner
 * gradients as constants, so that d theta_u / d theta is the identity.
 *
 * @param supportLoss for a batch of users, the SUM of their losses: each user's layers get that user's gradient.
 */
export function adapt(
  supportLoss: (layers: ParameterTensors) => Scalar,
  layers: ParameterTensors,
  { innerSteps, innerLearningRate, order }: InnerStepOptions,
): ParameterTensors {
  let adapted = layers;
  for (let step = 0; step < innerSteps; step++) {
    const before = adapted;
    const { gradients } = valueAndGradients(supportLoss, before);
    adapted = Object.fromEntries(
      Object.keys(before).map((name) => {
        const gradient = order === "first" ? constant(gradients[name]) : gradients[name];
        return [name, tf.sub(before[name], tf.mul(gradient, innerLearningRate))];
      }),
    );
  }
  return adapted;
}

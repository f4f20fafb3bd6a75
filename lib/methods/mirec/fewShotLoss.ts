import type { Scalar } from "@tensorflow/tfjs-node";
import { tf, type ParameterTensors } from "../../engine";
import type { LastLayerMap } from "./lastLayerMap";
import type { MirecOptions } from "./options";

/**
 * Loss of the second phase as a function of all parameters:
 *
 *     L(w, theta) = || F(theta; w) - theta* ||^2 + lambda * L_g( F(theta; w) | Omega(k) )   // Eq 5, "mapped"
 *     L(w, theta) = || F(theta; w) - theta* ||^2 + lambda * L_g( theta | Omega(k) )         // "unmapped"
 *
 * @param goal theta*, by the names of theta.
 * @param predictionLoss L_g of a batch under the parameters that predict.
 */
export function fewShotLoss(
  map: LastLayerMap,
  goal: ParameterTensors,
  options: Pick<MirecOptions, "lambda" | "predictionLoss" | "distanceMoves">,
  predictionLoss: (predicting: ParameterTensors) => Scalar,
): (values: ParameterTensors) => Scalar {
  return (values) => {
    const predicting = options.predictionLoss === "mapped" ? map.apply(values) : values;
    const predicted = predictionLoss(predicting);
    const distance = map.squaredDistance(values, goal, options.distanceMoves);
    return tf.add<Scalar>(distance, tf.mul(predicted, options.lambda));
  };
}

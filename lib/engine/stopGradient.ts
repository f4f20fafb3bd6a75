import type { Tensor } from "@tensorflow/tfjs-node";
import { withGradient } from "./customGradient";
import { tf } from "./tensorflow";

/** The tensor itself, as a constant to differentiation. */
export function stopGradient<Value extends Tensor>(input: Value): Value {
  return withGradient<Value>([input], {
    forward: () => ({ value: tf.clone(input), saved: [] }),
    backward: (upstream) => [tf.zerosLike(upstream)],
  });
}

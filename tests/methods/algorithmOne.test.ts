import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Scalar } from "@tensorflow/tfjs-node";
import { Parameters, tf, type ParameterTensors } from "../../lib/engine";
import { algorithmOneStep } from "../../lib/methods/mirec/algorithmOne";
import type { LastLayerMap } from "../../lib/methods/mirec/lastLayerMap";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";

/** F(theta; w) = theta + w theta, of one number each. */
const mapped = ({ theta, w }: ParameterTensors): Scalar => tf.add<Scalar>(theta, tf.mul(w, theta));
const map: Pick<LastLayerMap, "theta" | "w" | "apply"> = {
  theta: ["theta"],
  w: ["w"],
  apply: (values) => ({ ...values, theta: mapped(values) }),
};

/** L = (F(theta; w) - 2)^2 + 3 (theta - lower)^2. */
const loss = (values: ParameterTensors): Scalar =>
  tf.add<Scalar>(
    tf.square(tf.sub(mapped(values), 2)),
    tf.mul(tf.square(tf.sub(values.theta, values.lower)), 3),
  );

type Numbers = Readonly<Record<"theta" | "w" | "lower", number>>;

/** The same loss and its derivatives, worked out by hand. */
const lossByHand = ({ theta, w, lower }: Numbers): number =>
  (theta + w * theta - 2) ** 2 + 3 * (theta - lower) ** 2;
const derivatives = ({ theta, w, lower }: Numbers): Numbers => ({
  theta: 2 * (theta + w * theta - 2) * (1 + w) + 6 * (theta - lower),
  w: 2 * (theta + w * theta - 2) * theta,
  lower: -6 * (theta - lower),
});

const start: Numbers = { theta: 0.7, w: 0.3, lower: -0.4 };
const options = { localSteps: 2, beta: 0.02, gamma: 0.05 };

/** Algorithm 1, phase 2, on single numbers. */
function byHand(moving: readonly (keyof Numbers)[]): { numbers: Numbers; loss: number } {
  let { theta } = start;
  const { w, lower } = start;
  for (let step = 0; step < options.localSteps; step++) {
    theta += w * theta;
    theta -= options.beta * derivatives({ theta, w, lower }).theta;
  }
  const before: Numbers = { theta, w, lower };
  const slopes = derivatives(before);
  const after = moving.map((name) => [name, before[name] - options.gamma * slopes[name]]);
  return { numbers: { ...before, ...Object.fromEntries(after) } as Numbers, loss: lossByHand(before) };
}

describe("algorithmOneStep", () => {
  for (const moving of [["theta", "w", "lower"] as const, ["theta", "w"] as const]) {
    test(`moves ${moving.join(", ")} as Algorithm 1 does by hand, and gives the loss at the global step`, async () => {
      await expectNoLeakedTensors(() => {
        const parameters = new Parameters(
          Object.fromEntries(
            Object.entries(start).map(([name, value]) => [
              name,
              { shape: [], values: Float32Array.of(value) },
            ]),
          ),
        );
        const value = tf.tidy(() => algorithmOneStep(parameters, map as LastLayerMap, moving, options, loss));
        const expected = byHand(moving);
        assert.ok(Math.abs(value - expected.loss) < 1e-5, `${value} is not ${expected.loss}`);
        for (const [name, { values }] of Object.entries(parameters.snapshot())) {
          const number = expected.numbers[name as keyof Numbers];
          assert.ok(Math.abs(values[0] - number) < 1e-6, `${name} is ${values[0]}, not ${number}`);
        }
        parameters.dispose();
      });
    });
  }
});

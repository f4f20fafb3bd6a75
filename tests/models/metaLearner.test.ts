import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Scalar, Tensor, Tensor2D } from "@tensorflow/tfjs-node";
import { tf, valueAndGradients, type ParameterTensors } from "../../lib/engine";
import { metaLearner, type LayerTensors } from "../../lib/models";
import { randomStream } from "../../lib/random";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";

const inputs = 4;
const outputs = 3;
const layer = (): LayerTensors => ({
  weight: tf.tensor2d(
    Array.from({ length: inputs * outputs }, (_, at) => Math.sin(at + 1)),
    [inputs, outputs],
  ),
  bias: tf.tensor1d([0.1, -0.2, 0.3]),
});

/** Parameters of F with every number set by a formula, so that F is not the identity. */
function someParameters(
  form: "rows" | "flattened",
): Record<string, { shape: readonly number[]; values: number[] }> {
  const learner = metaLearner({ name: "f", inputs, outputs, form, hiddenSize: 5 });
  const parameters = learner.initialise(randomStream(1, "test"));
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, values }], index) => [
      name,
      { shape, values: Array.from(values, (_, at) => Math.cos(3 * index + at) / 2) },
    ]),
  );
}

const asTensors = (
  parameters: Record<string, { shape: readonly number[]; values: number[] }>,
): ParameterTensors =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
  );

describe("metaLearner", () => {
  for (const form of ["rows", "flattened", "identity"] as const) {
    test(`of form "${form}" starts as the identity, exactly`, async () => {
      await expectNoLeakedTensors(() =>
        tf.tidy(() => {
          const learner = metaLearner({ name: "f", inputs, outputs, form, hiddenSize: 5 });
          const initial = learner.initialise(randomStream(0, "test"));
          const values = Object.fromEntries(
            Object.entries(initial).map(([name, each]) => [name, tf.tensor(each.values, [...each.shape])]),
          );
          const { weight, bias } = layer();
          const mapped = learner.map(values, { weight, bias });
          assert.deepEqual(mapped.weight.dataSync(), weight.dataSync());
          assert.deepEqual(mapped.bias.dataSync(), bias.dataSync());
        }),
      );
    });
  }

  test("by rows maps each unit's incoming weights and bias with the same f, computed in doubles", () => {
    const parameters = someParameters("rows");
    const [inWeight, inBias, outWeight, outBias] = Object.values(parameters).map(({ values }) => values);
    const f = (row: readonly number[]): number[] => {
      const hidden = inBias.map((bias, unit) =>
        Math.max(
          0,
          row.reduce((sum, value, at) => sum + value * inWeight[at * inBias.length + unit], bias),
        ),
      );
      return row.map(
        (value, at) =>
          value +
          hidden.reduce((sum, each, unit) => sum + each * outWeight[unit * row.length + at], outBias[at]),
      );
    };
    tf.tidy(() => {
      const learner = metaLearner({ name: "f", inputs, outputs, form: "rows", hiddenSize: 5 });
      const { weight, bias } = layer();
      const mapped = learner.map(asTensors(parameters), { weight, bias });
      const before = weight.dataSync();
      const after = mapped.weight.dataSync();
      for (let unit = 0; unit < outputs; unit++) {
        const row = [
          ...Array.from({ length: inputs }, (_, at) => before[at * outputs + unit]),
          bias.dataSync()[unit],
        ];
        const expected = f(row);
        for (let at = 0; at < inputs; at++)
          assert.ok(Math.abs(after[at * outputs + unit] - expected[at]) < 1e-5);
        assert.ok(Math.abs(mapped.bias.dataSync()[unit] - expected[inputs]) < 1e-5);
      }
    });
  });

  test("flattened lets a unit's weights depend on another unit's", () => {
    tf.tidy(() => {
      const influence = (form: "rows" | "flattened"): number => {
        const learner = metaLearner({ name: "f", inputs, outputs, form, hiddenSize: 5 });
        const values = asTensors(someParameters(form));
        const { weight, bias } = layer();
        const first = ({ weight: moved }: Record<string, Tensor>): Scalar =>
          tf.sum<Scalar>(
            learner.map(values, { weight: moved as Tensor2D, bias: bias }).weight.slice([0, 0], [inputs, 1]),
          );
        const gradient = valueAndGradients(first, { weight }).gradients.weight as Tensor2D;
        return tf.sum(tf.abs(gradient.slice([0, 1], [inputs, outputs - 1]))).dataSync()[0];
      };
      assert.equal(influence("rows"), 0);
      assert.ok(influence("flattened") > 0.01);
    });
  });

  test("refuses to map a large layer flattened", () => {
    assert.throws(
      () => metaLearner({ name: "f", inputs: 512, outputs: 64, form: "flattened", hiddenSize: 5 }),
      /512 x 64 is too large for that.*use "rows"/,
    );
  });
});

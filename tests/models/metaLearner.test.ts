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

/** F(v) = v + f(v) in doubles, written out. */
function mapByHand(
  parameters: Record<string, { values: readonly number[] }>,
  vector: readonly number[],
): number[] {
  const [inWeight, inBias, outWeight, outBias] = Object.values(parameters).map(({ values }) => values);
  const hidden = inBias.map((bias, unit) =>
    Math.max(
      0,
      vector.reduce((sum, value, at) => sum + value * inWeight[at * inBias.length + unit], bias),
    ),
  );
  return vector.map(
    (value, at) =>
      value +
      hidden.reduce((sum, each, unit) => sum + each * outWeight[unit * vector.length + at], outBias[at]),
  );
}

/** Each unit's incoming weights and its bias, [outputs] rows of [inputs + 1] numbers. */
function unitRows({ weight, bias }: LayerTensors): number[][] {
  const [weights, biases] = [weight.dataSync(), bias.dataSync()];
  return Array.from({ length: outputs }, (_, unit) => [
    ...Array.from({ length: inputs }, (_, at) => weights[at * outputs + unit]),
    biases[unit],
  ]);
}

/** Checks all numbers of a mapped layer, its units one after the other, against those found by hand. */
function assertMapped(
  form: "rows" | "flattened",
  byHand: (map: (vector: readonly number[]) => number[], units: readonly number[][]) => number[],
): void {
  const parameters = someParameters(form);
  tf.tidy(() => {
    const learner = metaLearner({ name: "f", inputs, outputs, form, hiddenSize: 5 });
    const mapped = unitRows(learner.map(asTensors(parameters), layer())).flat();
    const expected = byHand((vector) => mapByHand(parameters, vector), unitRows(layer()));
    assert.equal(mapped.length, expected.length);
    mapped.forEach((value, at) => {
      assert.ok(Math.abs(value - expected[at]) < 1e-5, `number ${at}: ${value}, not ${expected[at]}`);
    });
  });
}

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
    assertMapped("rows", (map, units) => units.flatMap(map));
  });

  test("flattened maps all units' weights and biases as one vector, a unit after the other, computed in doubles", () => {
    assertMapped("flattened", (map, units) => map(units.flat()));
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

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { Scalar } from "@tensorflow/tfjs-node";
import { Parameters, plainResult, tf, valueAndGradients, type ParameterTensors } from "../../lib/engine";
import { mirec, type MirecOptions } from "../../lib/methods";
import { fewShotLoss } from "../../lib/methods/mirec/fewShotLoss";
import { lastLayerMap } from "../../lib/methods/mirec/lastLayerMap";
import { towerVectors } from "../../lib/methods/trainBaseLearner";
import { twoTowerModel } from "../../lib/models";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";

const data = tastefulInteractions({ users: 6, items: 5 });
const settings = mirec({
  ...{ embeddingSize: 3, featureEmbeddingSize: 2, hiddenSizes: [4], outputSize: 3 },
  ...{ metaHiddenSize: 5, lambda: 0.7 },
}).options as unknown as MirecOptions;
const model = twoTowerModel(data, settings);
const map = lastLayerMap(model, settings);
after(() => model.dispose());

type Numbers = Readonly<Record<string, { readonly shape: readonly number[]; readonly values: number[] }>>;

/** Every parameter set by a formula, so that F is not the identity. */
const numbers: Numbers = Object.fromEntries(
  Object.entries({ ...model.initialise(1), ...map.initialise(1) }).map(([name, { shape, values }], index) => [
    name,
    { shape, values: Array.from(values, (_, at) => Math.cos(2 * index + 1.3 * at) / 2) },
  ]),
);
const goal: Numbers = Object.fromEntries(
  map.theta.map((name) => [
    name,
    { ...numbers[name], values: numbers[name].values.map((_, at) => Math.sin(at)) },
  ]),
);
const tensors = (some: Numbers): ParameterTensors =>
  Object.fromEntries(
    Object.entries(some).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
  );

/** F in doubles: each unit's incoming weights and bias, v, become v + f(v) with f two linear layers. */
function mappedByHand(all: Numbers): Numbers {
  const out: Record<string, Numbers[string]> = { ...all };
  for (const side of ["user", "item"]) {
    const [weight, bias] = [all[`${side}.last.weight`], all[`${side}.last.bias`]];
    const [inputs, outputs] = weight.shape;
    const [first, firstBias, second, secondBias] = ["in.weight", "in.bias", "out.weight", "out.bias"].map(
      (part) => all[`meta.${side}.${part}`].values,
    );
    const hiddenSize = firstBias.length;
    const newWeight = weight.values.slice();
    const newBias = bias.values.slice();
    for (let unit = 0; unit < outputs; unit++) {
      const row = [
        ...Array.from({ length: inputs }, (_, input) => weight.values[input * outputs + unit]),
        bias.values[unit],
      ];
      const hidden = firstBias.map((start, at) =>
        Math.max(
          0,
          row.reduce((sum, value, place) => sum + value * first[place * hiddenSize + at], start),
        ),
      );
      row.forEach((value, place) => {
        const moved = hidden.reduce(
          (sum, each, at) => sum + each * second[at * row.length + place],
          value + secondBias[place],
        );
        if (place < inputs) newWeight[place * outputs + unit] = moved;
        else newBias[unit] = moved;
      });
    }
    out[`${side}.last.weight`] = { ...weight, values: newWeight };
    out[`${side}.last.bias`] = { ...bias, values: newBias };
  }
  return out;
}

/** A stand-in for L_g: the sum over theta and one lower layer of (at + 1) x^3 / 10. */
const predictionNames = [...map.theta, "item.hidden0.weight"];
const predictionByHand = (all: Numbers): number =>
  predictionNames.reduce(
    (sum, name) => all[name].values.reduce((part, x, at) => part + ((at + 1) * x ** 3) / 10, sum),
    0,
  );
const prediction = (values: ParameterTensors): Scalar =>
  tf.addN(
    predictionNames.map((name) => {
      const each = tf.reshape(values[name], [-1]);
      return tf.sum<Scalar>(tf.mul(tf.pow(each, 3), tf.mul(tf.range(1, each.size + 1), 0.1)));
    }),
  );

const distanceByHand = (all: Numbers): number => {
  const reached = mappedByHand(all);
  return map.theta.reduce(
    (sum, name) => reached[name].values.reduce((part, x, at) => part + (x - goal[name].values[at]) ** 2, sum),
    0,
  );
};

/** Derivative of a function of all numbers by one of them, by central differences in doubles. */
function derivative(of: (all: Numbers) => number, name: string, at: number): number {
  const step = 1e-5;
  const [above, below] = [step, -step].map((move) => {
    const values = numbers[name].values.slice();
    values[at] += move;
    return of({ ...numbers, [name]: { ...numbers[name], values } });
  });
  return (above - below) / (2 * step);
}

const near = (actual: number, expected: number, what: string): void => {
  const isNear = Math.abs(actual - expected) <= 1e-3 * Math.max(Math.abs(expected), 0.1);
  assert.ok(isNear, `${what} is ${actual}, not ${expected}`);
};

describe("fewShotLoss (Eq 5)", () => {
  for (const predictionLoss of ["mapped", "unmapped"] as const) {
    for (const distanceMoves of ["both", "map"] as const) {
      test(`${predictionLoss}, the distance moving ${distanceMoves}: value and gradients are those of the equation`, async () => {
        const predicted = (all: Numbers): number =>
          settings.lambda * predictionByHand(predictionLoss === "mapped" ? mappedByHand(all) : all);
        const whole = (all: Numbers): number => distanceByHand(all) + predicted(all);
        await expectNoLeakedTensors(() =>
          tf.tidy(() => {
            const loss = fewShotLoss(
              map,
              tensors(goal),
              { ...settings, predictionLoss, distanceMoves },
              prediction,
            );
            const wanted = [...map.theta, ...map.w, "item.hidden0.weight"];
            const { value, gradients } = valueAndGradients(loss, tensors(numbers), wanted);
            near(value.dataSync()[0], whole(numbers), "the loss");
            for (const name of wanted) {
              // Where the distance moves F alone, theta does not feel it.
              const felt = distanceMoves === "map" && map.theta.includes(name) ? predicted : whole;
              gradients[name]
                .dataSync()
                .forEach((slope, at) =>
                  near(slope, derivative(felt, name, at), `the gradient by ${name}[${at}]`),
                );
            }
          }),
        );
      });
    }
  }
});

describe("lastLayerMap", () => {
  test("maps theta of both towers as F does by hand, and nothing else", () => {
    tf.tidy(() => {
      const reached = map.apply(tensors(numbers));
      const expected = mappedByHand(numbers);
      for (const [name, { values }] of Object.entries(expected))
        reached[name].dataSync().forEach((value, at) => near(value, values[at], `${name}[${at}]`));
    });
  });

  test("at the first step scores exactly as the few-shot model", () => {
    const parameters = new Parameters({ ...model.initialise(3), ...map.initialise(3) });
    plainResult(() => {
      const values = parameters.read();
      assert.deepEqual(towerVectors(model, map.apply(values)), towerVectors(model, values));
    });
    parameters.dispose();
  });

  test("takes towers without a hidden layer, whose last layers read the embeddings", () => {
    const shallow = { ...settings, hiddenSizes: [] };
    const flat = twoTowerModel(data, shallow);
    const shallowMap = lastLayerMap(flat, shallow);
    const parameters = flat.initialise(0);
    const inputs = shallowMap.initialise(0)["meta.item.in.weight"].shape[0];
    assert.equal(inputs, parameters[shallowMap.theta[2]].shape[0] + 1);
    flat.dispose();
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Scalar, Tensor2D } from "@tensorflow/tfjs-node";
import fc from "fast-check";
import { tf, valueAndGradients } from "../../lib/engine";
import { classBalanceWeights, itemShares, logitCorrection, softmaxLoss } from "../../lib/losses";
import { randomStream } from "../../lib/random";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";

describe("itemShares", () => {
  test("sum to one, and give an item without a sample the share of one with one", () => {
    const p = itemShares({
      users: Int32Array.of(0, 1, 2, 3),
      items: Int32Array.of(0, 0, 0, 2),
      userCount: 4,
      itemCount: 3,
    });
    assert.deepEqual([...p], [3 / 5, 1 / 5, 1 / 5]);
  });
});

describe("logitCorrection", () => {
  test("is lambda_c log p - log q", () => {
    const probability = fc.double({ min: 1e-6, max: 1, noNaN: true });
    const anyCandidates = fc.array(fc.tuple(probability, probability), { minLength: 1 });
    fc.assert(
      fc.property(anyCandidates, fc.double({ min: 0, max: 3, noNaN: true }), (candidates, lambdaC) => {
        const p = candidates.map(([share]) => share);
        const q = candidates.map(([, drawn]) => drawn);
        const correction = logitCorrection({ lambdaC, p, q })!;
        candidates.forEach(([share, drawn], at) => {
          const expected = lambdaC * Math.log(share) - Math.log(drawn);
          assert.ok(Math.abs(correction[at] - expected) <= 1e-5 * (1 + Math.abs(expected)));
        });
      }),
    );
  });

  test("is nothing where nothing is asked for", () => {
    assert.equal(logitCorrection({}), undefined);
    assert.equal(logitCorrection({ lambdaC: 0, p: [0.5, 0.5] }), undefined);
  });

  test("refuses what is no probability, a missing p, and lengths that differ", () => {
    assert.throws(() => logitCorrection({ lambdaC: 1, p: [0, 1] }), /p\[0\] is 0/);
    assert.throws(() => logitCorrection({ q: [0.5, Number.NaN] }), /q\[1\] is NaN/);
    assert.throws(() => logitCorrection({ lambdaC: 1 }), /p is needed/);
    assert.throws(() => logitCorrection({ p: [1], q: [0.5, 0.5] }), /p has 1 candidates and q 2/);
  });
});

describe("classBalanceWeights", () => {
  test("are (1 - beta) / (1 - beta^n), normalised to mean one over the samples", () => {
    const items = Int32Array.of(0, 0, 0, 1);
    const weights = classBalanceWeights(items, [3, 1], 0.9);
    const raw = [0.1 / (1 - 0.9 ** 3), 0.1 / (1 - 0.9)];
    const mean = (3 * raw[0] + raw[1]) / 4;
    assert.ok(Math.abs(weights[0] - raw[0] / mean) < 1e-6);
    assert.ok(Math.abs(weights[3] - raw[1] / mean) < 1e-6);
    assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) / 4 - 1) < 1e-6);
  });

  test("are all one at beta 0, and refuse a beta of 1", () => {
    assert.deepEqual([...classBalanceWeights(Int32Array.of(0, 1), [5, 1], 0)], [1, 1]);
    assert.throws(() => classBalanceWeights(Int32Array.of(0), [1], 1), /beta must lie/);
  });
});

describe("softmaxLoss with bias, mask and weights", () => {
  const size = 3;
  const random = randomStream(3, "values");
  const users = Array.from({ length: 4 * size }, () => random.normal());
  const items = Array.from({ length: 5 * size }, () => random.normal());
  const positives = [0, 2, 2, 4];
  const bias = [0.5, -1, 0, 2, -0.3];
  const weights = [0.5, 2, 1, 0.5];
  const mask = [
    [0, 1, 0, 0, 0],
    [0, 0, 0, 0, 0],
    [1, 0, 0, 1, 0],
    [0, 0, 1, 0, 0],
  ];

  function bruteForce(userValues: readonly number[], itemValues: readonly number[]): number {
    let loss = 0;
    positives.forEach((positive, user) => {
      const logits = bias.map((added, item) => {
        let sum = added;
        for (let at = 0; at < size; at++) sum += userValues[user * size + at] * itemValues[item * size + at];
        return sum;
      });
      const counted = logits.filter((_, item) => mask[user][item] === 0);
      const normaliser = counted.reduce((sum, logit) => sum + Math.exp(logit), 0);
      loss -= weights[user] * (logits[positive] - Math.log(normaliser));
    });
    return loss / positives.length;
  }

  test("has the value and the gradient of the formula, computed in doubles", async () => {
    const { value, gradients } = await expectNoLeakedTensors(() => {
      const result = tf.tidy(() => {
        const loss = (values: Record<string, unknown>): Scalar =>
          softmaxLoss({
            users: values.users as Tensor2D,
            items: values.items as Tensor2D,
            positives: tf.tensor1d(positives, "int32"),
            bias: tf.tensor1d(bias),
            mask: tf.tensor2d(mask),
            weights: tf.tensor1d(weights),
          });
        const start = { users: tf.tensor2d(users, [4, size]), items: tf.tensor2d(items, [5, size]) };
        const found = valueAndGradients(loss, start);
        return {
          value: found.value.dataSync()[0],
          gradients: [...found.gradients.users.dataSync(), ...found.gradients.items.dataSync()],
        } as never;
      });
      return result;
    });
    assert.ok(Math.abs(value / bruteForce(users, items) - 1) < 1e-5);
    const step = 1e-5;
    const all = [...users, ...items];
    const at = (values: readonly number[]): number =>
      bruteForce(values.slice(0, users.length), values.slice(users.length));
    all.forEach((_, index) => {
      const moved = (by: number): number[] => all.map((each, other) => (other === index ? each + by : each));
      const expected = (at(moved(step)) - at(moved(-step))) / (2 * step);
      assert.ok(
        Math.abs(gradients[index] - expected) <= 1e-3 * Math.abs(expected) + 1e-5,
        `gradient ${index} is not ${expected}`,
      );
    });
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Scalar, Tensor2D } from "@tensorflow/tfjs-node";
import { tf, valueAndGradients } from "../../lib/engine";
import { softmaxLoss } from "../../lib/losses";
import { randomStream } from "../../lib/random";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";

const size = 3;
const random = randomStream(11, "test vectors");
const users = Array.from({ length: 4 * size }, () => random.normal());
const items = Array.from({ length: 5 * size }, () => random.normal());
const positives = [0, 2, 2, 4];

/** Eq 1-2 in doubles, written from the page. */
function bruteForceLoss(userValues: readonly number[], itemValues: readonly number[]): number {
  const dot = (user: number, item: number): number => {
    let sum = 0;
    for (let at = 0; at < size; at++) sum += userValues[user * size + at] * itemValues[item * size + at];
    return sum;
  };
  let loss = 0;
  positives.forEach((positive, user) => {
    let normaliser = 0;
    for (let item = 0; item < itemValues.length / size; item++) normaliser += Math.exp(dot(user, item));
    loss -= Math.log(Math.exp(dot(user, positive)) / normaliser);
  });
  return loss / positives.length;
}

const loss = (values: Record<string, unknown>): Scalar =>
  softmaxLoss({
    users: values.users as Tensor2D,
    items: values.items as Tensor2D,
    positives: tf.tensor1d(positives, "int32"),
  });

describe("softmaxLoss", () => {
  test("is Eq 1-2, computed independently in doubles", async () => {
    await expectNoLeakedTensors(() => {
      const value = tf.tidy(
        () =>
          loss({ users: tf.tensor2d(users, [4, size]), items: tf.tensor2d(items, [5, size]) }).dataSync()[0],
      );
      assert.ok(Math.abs(value / bruteForceLoss(users, items) - 1) < 1e-5);
    });
  });

  test("has the gradient that finite differences give", async () => {
    const gradients = await expectNoLeakedTensors(
      () =>
        tf.tidy(() => {
          const values = { users: tf.tensor2d(users, [4, size]), items: tf.tensor2d(items, [5, size]) };
          const { gradients } = valueAndGradients(loss, values);
          return { users: [...gradients.users.dataSync()], items: [...gradients.items.dataSync()] } as never;
        }) as { users: number[]; items: number[] },
    );
    const step = 1e-5;
    const moved = (values: readonly number[], at: number, by: number): number[] =>
      values.map((value, index) => (index === at ? value + by : value));
    const check = (actual: number, plus: number, minus: number): void => {
      const expected = (plus - minus) / (2 * step);
      assert.ok(
        Math.abs(actual - expected) <= 1e-3 * Math.abs(expected) + 1e-6,
        `${actual} is not ${expected}`,
      );
    };
    users.forEach((_, at) =>
      check(
        gradients.users[at],
        bruteForceLoss(moved(users, at, step), items),
        bruteForceLoss(moved(users, at, -step), items),
      ),
    );
    items.forEach((_, at) =>
      check(
        gradients.items[at],
        bruteForceLoss(users, moved(items, at, step)),
        bruteForceLoss(users, moved(items, at, -step)),
      ),
    );
  });

  test("stays finite, and its gradient right, where a probability is too small for a float", () => {
    tf.tidy(() => {
      const values = { users: tf.tensor2d([[1]]), items: tf.tensor2d([[0], [200]]) };
      const { value, gradients } = valueAndGradients(
        ({ users, items }) =>
          softmaxLoss({
            users: users as Tensor2D,
            items: items as Tensor2D,
            positives: tf.tensor1d([0], "int32"),
          }),
        values,
      );
      assert.ok(Number.isFinite(value.dataSync()[0]) && value.dataSync()[0] > 80);
      assert.deepEqual([...gradients.items.dataSync()], [-1, 1]);
    });
  });
});

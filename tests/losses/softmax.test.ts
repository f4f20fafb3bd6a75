import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Rank, Scalar, Tensor2D } from "@tensorflow/tfjs-node";
import { lookUp, plainResult, tf, valueAndGradients, type ParameterTensors } from "../../lib/engine";
import { softmaxLoss } from "../../lib/losses";
import { stableSoftmax, unshiftedSoftmax } from "../../lib/losses/softmaxForward";
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

const demandedUnshifted: typeof stableSoftmax = (inputs) => {
  const forward = unshiftedSoftmax(inputs);
  assert.ok(forward, "the unshifted softmax refused fair logits");
  return forward;
};

/** A loss, then its gradients, as numbers in a row. */
const numbersOf = (value: Scalar, gradients: ParameterTensors): number[] => [
  value.dataSync()[0],
  ...gradients.users.dataSync<"float32">(),
  ...gradients.items.dataSync<"float32">(),
];

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

  describe("with one row a user", () => {
    const rowsOf = { samples: 7, users: 4, items: 5 };
    const userOfSample = [2, 0, 0, 3, 2, 2, 0];
    const positivesOfSamples = [1, 4, 0, 2, 3, 1, 1];

    /** Loss and gradients, the users' rows as they are or written out for each sample. */
    const outcome = (seed: number, writtenOut: boolean, softmax: typeof stableSoftmax): number[] =>
      plainResult(() => {
        const values = {
          users: tf.randomNormal([rowsOf.users, size], 0, 1, "float32", seed),
          items: tf.randomNormal([rowsOf.items, size], 0, 1, "float32", seed + 1),
        };
        const bias = tf.randomUniform<Rank.R1>([rowsOf.items], -3, 3, "float32", seed + 2);
        const weights = tf.randomUniform<Rank.R1>([rowsOf.samples], 0.5, 2, "float32", seed + 3);
        const ofSamples = tf.tensor1d(userOfSample, "int32");
        const { value, gradients } = valueAndGradients(({ users: rows, items: candidates }) => {
          const read = writtenOut
            ? { users: lookUp(rows as Tensor2D, ofSamples) }
            : { users: rows as Tensor2D, userOfSample: ofSamples };
          const positives = tf.tensor1d(positivesOfSamples, "int32");
          return softmaxLoss({ ...read, items: candidates as Tensor2D, positives, bias, weights }, softmax);
        }, values);
        return numbersOf(value, gradients);
      });

    for (const [name, softmax] of Object.entries({ unshifted: demandedUnshifted, stable: stableSoftmax })) {
      test(`is the loss of the samples one by one, and has its gradient: ${name}`, async () => {
        for (const seed of [1, 20, 300]) {
          const written = await expectNoLeakedTensors(() => outcome(seed, true, stableSoftmax));
          const once = await expectNoLeakedTensors(() => outcome(seed, false, softmax));
          once.forEach((value, at) => assert.ok(Math.abs(value - written[at]) < 1e-5, `${at}`));
          // The second user has no sample.
          assert.ok(once.slice(1 + size, 1 + 2 * size).every((value) => value === 0));
        }
      });
    }

    test("refuses a mask, which is of samples", () => {
      tf.tidy(() =>
        assert.throws(
          () =>
            softmaxLoss({
              users: tf.ones([1, size]),
              items: tf.ones([2, size]),
              positives: tf.tensor1d([0, 1], "int32"),
              userOfSample: tf.tensor1d([0, 0], "int32"),
              mask: tf.zeros([2, 2]),
            }),
          /A mask is of samples/,
        ),
      );
    });
  });

  describe("with candidates that stand for several", () => {
    const candidates = [0, 3, 3, 1, 0, 3, 4];
    const positivesOfSamples = [1, 4, 0, 5, 2, 3];

    /** Loss and gradients by item, each candidate written out or each item once. */
    const outcome = (seed: number, writtenOut: boolean, softmax: typeof stableSoftmax): number[] =>
      plainResult(() => {
        const values = {
          users: tf.randomNormal([positivesOfSamples.length, size], 0, 1, "float32", seed),
          items: tf.randomNormal([5, size], 0, 1, "float32", seed + 1),
        };
        const bias = tf.randomUniform<Rank.R1>([5], -3, 3, "float32", seed + 2);
        const { value, gradients } = valueAndGradients(({ users: rows, items: table }) => {
          const list = tf.tensor1d(candidates, "int32");
          const read = writtenOut
            ? {
                items: lookUp(table as Tensor2D, list),
                bias: tf.gather(bias, list),
                positives: tf.tensor1d(positivesOfSamples, "int32"),
              }
            : {
                items: table as Tensor2D,
                bias,
                occurrences: tf.tensor1d(
                  [0, 1, 2, 3, 4].map((item) => candidates.filter((each) => each === item).length),
                ),
                positives: tf.tensor1d(
                  positivesOfSamples.map((candidate) => candidates[candidate]),
                  "int32",
                ),
              };
          return softmaxLoss({ users: rows as Tensor2D, ...read }, softmax);
        }, values);
        return numbersOf(value, gradients);
      });

    for (const [name, softmax] of Object.entries({ unshifted: demandedUnshifted, stable: stableSoftmax })) {
      test(`is the loss of them all, and has its gradient: ${name}`, async () => {
        for (const seed of [2, 30, 400]) {
          const written = await expectNoLeakedTensors(() => outcome(seed, true, stableSoftmax));
          const once = await expectNoLeakedTensors(() => outcome(seed, false, softmax));
          once.forEach((value, at) => assert.ok(Math.abs(value - written[at]) < 1e-5, `${at}`));
        }
      });
    }
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

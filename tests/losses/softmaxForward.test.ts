import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Rank, Tensor2D } from "@tensorflow/tfjs-node";
import { tf, valueAndGradients } from "../../lib/engine";
import { softmaxLoss } from "../../lib/losses";
import { stableSoftmax, unshiftedSoftmax, type SoftmaxForward } from "../../lib/losses/softmaxForward";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";

const size = 4;

/** Loss and gradients of one batch under a way of computing the softmax. */
function outcome(
  seed: number,
  {
    batch,
    candidates,
    spread,
    biased,
  }: { batch: number; candidates: number; spread: number; biased: boolean },
  softmax: (inputs: Parameters<typeof stableSoftmax>[0]) => SoftmaxForward,
): { loss: number; gradients: number[] } {
  return tf.tidy(() => {
    const values = {
      users: tf.randomNormal([batch, size], 0, spread, "float32", seed),
      items: tf.randomNormal([candidates, size], 0, spread, "float32", seed + 1),
    };
    const positives = tf.randomUniform<Rank.R1>([batch], 0, candidates, "int32", seed + 2);
    const bias = tf.randomUniform<Rank.R1>([candidates], -10, 5, "float32", seed + 3);
    const weights = tf.randomUniform<Rank.R1>([batch], 0.5, 2, "float32", seed + 4);
    const { value, gradients } = valueAndGradients(
      ({ users, items }) =>
        softmaxLoss(
          {
            users: users as Tensor2D,
            items: items as Tensor2D,
            positives,
            ...(biased ? { bias, weights } : {}),
          },
          softmax,
        ),
      values,
    );
    return {
      loss: value.dataSync()[0],
      gradients: [...gradients.users.dataSync(), ...gradients.items.dataSync()],
    } as never;
  });
}

const demanded = (inputs: Parameters<typeof stableSoftmax>[0]): SoftmaxForward => {
  const forward = unshiftedSoftmax(inputs);
  assert.ok(forward, "the unshifted softmax refused fair logits");
  return forward;
};

describe("unshiftedSoftmax", () => {
  test("gives the loss and the gradients of the stable softmax, whatever the batch, the biases and the weights", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.record({
          batch: fc.integer({ min: 1, max: 9 }),
          candidates: fc.integer({ min: 1, max: 40 }),
          spread: fc.constantFrom(0.1, 1, 1.5),
          biased: fc.boolean(),
        }),
        (seed, shape) => {
          const fast = outcome(seed, shape, demanded);
          const stable = outcome(seed, shape, stableSoftmax);
          assert.ok(Math.abs(fast.loss - stable.loss) < 1e-4 * Math.max(1, Math.abs(stable.loss)));
          fast.gradients.forEach((value, at) => assert.ok(Math.abs(value - stable.gradients[at]) < 2e-5));
        },
      ),
      { numRuns: 60 },
    );
  });

  const logits = (
    scores: number[],
    more: { bias?: number[]; mask?: number[] } = {},
  ): SoftmaxForward | null => {
    const forward = unshiftedSoftmax({
      users: tf.tensor2d([[1]]),
      items: tf.tensor2d(scores, [scores.length, 1]),
      positives: tf.tensor1d([0], "int32"),
      bias: more.bias && tf.tensor1d(more.bias),
      mask: more.mask && tf.tensor2d(more.mask, [1, scores.length]),
    });
    return forward;
  };

  test("refuses logits that float32 would not hold, and what it cannot do", () => {
    tf.tidy(() => {
      assert.notEqual(logits([80, 1]), null);
      assert.equal(logits([89, 1]), null, "overflows");
      assert.equal(logits([-60, -70]), null, "underflows");
      assert.equal(logits([NaN, 1]), null, "is no number");
      assert.equal(logits([1, 2], { bias: [0, -60] }), null, "a bias far below the others");
      assert.equal(logits([1, 2], { mask: [0, 1] }), null, "a mask");
    });
  });

  test("leaves no tensor behind, also where it refuses", async () => {
    for (const spread of [1, 40]) {
      const shape = { batch: 3, candidates: 5, spread, biased: true };
      await expectNoLeakedTensors(() =>
        outcome(1, shape, (inputs) => unshiftedSoftmax(inputs) ?? stableSoftmax(inputs)),
      );
    }
  });
});

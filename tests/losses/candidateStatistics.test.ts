import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Scalar, Tensor2D } from "@tensorflow/tfjs-node";
import { tf, valueAndGradients } from "../../lib/engine";
import {
  candidateSource,
  defaultCandidates,
  itemShares,
  logitCorrection,
  softmaxLoss,
  type CandidateOptions,
  type Candidates,
} from "../../lib/losses";
import { randomStream, shuffledIndices } from "../../lib/random";
import { leaveLastOut } from "../../lib/splitting";
import { tastefulInteractions } from "../fixtures";

/**
 * 3,000 samples of 300 users on 40 items with fixed vectors: small enough for the exact gradient, and its average over
 * hundreds of batches, to be compared. lambda_c = 0 and lambda_c = 1 differ here by a fifth of the gradient's norm.
 */
const { train } = leaveLastOut(tastefulInteractions({ users: 300 }));
const size = 4;
const random = randomStream(1, "vectors");
const userVectors = Float32Array.from({ length: train.userCount * size }, () => 0.7 * random.normal());
const itemVectors = Float32Array.from({ length: train.itemCount * size }, () => 0.7 * random.normal());
const p = itemShares(train);
const rows = Int32Array.from(train.users.keys());
const batchSize = 128;

/** Gradient of the mean loss of a batch with respect to the item vectors. */
function gradient(
  batch: Int32Array,
  { items, positives, q, mask }: Candidates,
  lambdaC: number,
): Float32Array {
  const share = items ? Float64Array.from(items, (item) => p[item]) : p;
  const bias = logitCorrection({ lambdaC, p: share, q });
  return tf.tidy(() => {
    const users = tf.tensor1d(
      batch.map((row) => train.users[row]),
      "int32",
    );
    const { gradients } = valueAndGradients(
      (values): Scalar =>
        softmaxLoss({
          users: tf.gather(values.users as Tensor2D, users),
          items: items
            ? tf.gather(values.items as Tensor2D, tf.tensor1d(items, "int32"))
            : (values.items as Tensor2D),
          positives: tf.tensor1d(positives, "int32"),
          bias: bias && tf.tensor1d(bias),
          mask: mask && tf.tensor2d(mask, [batch.length, mask.length / batch.length]),
        }),
      {
        users: tf.tensor2d(userVectors, [train.userCount, size]),
        items: tf.tensor2d(itemVectors, [train.itemCount, size]),
      },
    );
    return gradients.items.dataSync<"float32">().slice() as never;
  });
}

const exact = (lambdaC: number): Float32Array =>
  gradient(rows, { items: null, positives: train.items }, lambdaC);

/** The gradient of batches drawn without replacement, averaged over 40 epochs of 23 whole batches. */
function averaged(options: Partial<CandidateOptions>, lambdaC: number): Float64Array {
  const source = candidateSource({ ...defaultCandidates, ...options }, train);
  const of = source.ofEpoch(rows, randomStream(3, "draws"));
  const sum = new Float64Array(itemVectors.length);
  let batches = 0;
  for (let epoch = 0; epoch < 40; epoch++) {
    const order = shuffledIndices(rows.length, randomStream(epoch, "order"));
    for (let start = 0; start + batchSize <= order.length; start += batchSize) {
      const batch = order.subarray(start, start + batchSize);
      gradient(batch, of(batch), lambdaC).forEach((value, at) => (sum[at] += value));
      batches += 1;
    }
  }
  return sum.map((value) => value / batches);
}

/** || found - expected || / || expected ||. */
function relativeDistance(found: ArrayLike<number>, expected: Float32Array): number {
  let [difference, norm] = [0, 0];
  expected.forEach((value, at) => {
    difference += (found[at] - value) ** 2;
    norm += value ** 2;
  });
  return Math.sqrt(difference / norm);
}

describe("the gradient over the batch's and over drawn items, averaged, against the exact softmax", () => {
  const [plain, adjusted] = [exact(0), exact(1)];
  // What is left is Jensen's bias of a softmax over 128 candidates, and the noise of 920 batches.
  const tolerance = 0.06;

  test("could tell lambda_c = 0 from lambda_c = 1", () => {
    assert.ok(relativeDistance(plain, adjusted) > 3 * tolerance);
  });

  test("uncorrected, duplicates kept: is that of lambda_c = 1", () => {
    const found = averaged({ candidates: "batch", corrected: false }, 0);
    assert.ok(relativeDistance(found, adjusted) < tolerance);
    assert.ok(relativeDistance(found, plain) > 2 * tolerance);
  });

  const corrected: Partial<CandidateOptions>[] = [
    { candidates: "batch" },
    { candidates: "batch", duplicates: "once" },
    { candidates: "drawn", draws: 128 },
    { candidates: "drawn", draws: 128, duplicates: "once" },
    { candidates: "drawn", draws: 128, drawExponent: 0 },
  ];
  for (const options of corrected) {
    test(`corrected, ${Object.values(options).join(", ")}: is that of lambda_c = 0, and of 1 with lambda_c = 1`, () => {
      const found = averaged(options, 0);
      assert.ok(relativeDistance(found, plain) < tolerance);
      assert.ok(relativeDistance(found, adjusted) > 2 * tolerance);
      assert.ok(relativeDistance(averaged(options, 1), adjusted) < tolerance);
    });
  }

  test("log p in the place of q with each item once: over-corrects", () => {
    const source = candidateSource({ ...defaultCandidates, candidates: "batch", duplicates: "once" }, train);
    const of = source.ofEpoch(rows, randomStream(0, "unused"));
    const mean = new Float64Array(itemVectors.length);
    for (let epoch = 0; epoch < 200; epoch++) {
      const batch = shuffledIndices(rows.length, randomStream(epoch, "order")).subarray(0, batchSize);
      const candidates = of(batch);
      const wrong = { ...candidates, q: Float64Array.from(candidates.items!, (item) => p[item]) };
      gradient(batch, wrong, 0).forEach((value, at) => (mean[at] += value / 200));
    }
    assert.ok(relativeDistance(mean, plain) > 2 * tolerance);
  });
});

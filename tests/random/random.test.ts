import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { randomStream, shuffledIndices } from "../../lib/random";

describe("randomStream", () => {
  test("gives the same numbers for the same seed and purpose, others for another of either", () => {
    const draw = (seed: number, purpose: string): number[] => {
      const random = randomStream(seed, purpose);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    assert.deepEqual(draw(0, "order"), draw(0, "order"));
    assert.notDeepEqual(draw(0, "order"), draw(1, "order"));
    assert.notDeepEqual(draw(0, "order"), draw(0, "masks"));
  });

  test("draws uniforms on [0, 1) with the mean and variance of a uniform", () => {
    const random = randomStream(1, "moments");
    const values = Array.from({ length: 20_000 }, () => random.uniform());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    assert.ok(values.every((value) => value >= 0 && value < 1));
    // Standard errors: 0.002 for the mean, 0.0005 for the variance; five of each.
    assert.ok(Math.abs(mean - 0.5) < 0.01);
    assert.ok(Math.abs(variance - 1 / 12) < 0.0027);
  });

  test("draws normals with mean 0, variance 1 and a normal's tails", () => {
    const random = randomStream(2, "moments");
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length;
    assert.ok(Math.abs(mean) < 0.036);
    assert.ok(Math.abs(variance - 1) < 0.05);
    assert.ok(Math.abs(beyondTwo - 0.0455) < 0.0074);
  });

  test("gives purposes of like names numbers that have nothing to do with each other", () => {
    const pairs = Array.from({ length: 4000 }, (_, seed) =>
      [1, 2].map((epoch) => randomStream(seed, `order of epoch ${epoch}`).uniform() - 0.5),
    );
    const correlation = pairs.reduce((sum, [a, b]) => sum + 12 * a * b, 0) / pairs.length;
    // The standard error of the correlation of 4,000 independent pairs is 0.016.
    assert.ok(Math.abs(correlation) < 0.08, `correlation ${correlation}`);
  });

  test("refuses a seed that is not a whole number", () => {
    assert.throws(() => randomStream(0.5, "order"), /seed must be a whole number/);
  });
});

describe("shuffledIndices", () => {
  test("is a permutation, whatever the length and the seed", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(), (length, seed) => {
        const order = shuffledIndices(length, randomStream(seed, "order"));
        assert.deepEqual(
          [...order].sort((a, b) => a - b),
          [...Array(length).keys()],
        );
      }),
    );
  });

  test("gives every permutation of three the same chance", () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const order = shuffledIndices(3, randomStream(seed, "order")).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    assert.equal(counts.size, 6);
    // 1,000 expected each; the standard deviation is 29.
    for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 150);
  });
});

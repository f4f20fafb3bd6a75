import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { percentileInterval, quantile } from "../../../lib/experiments/comparison/interval";
import { holm, pairedWilcoxon } from "../../../lib/experiments/comparison/pairedWilcoxon";
import {
  resampledHalves,
  resampledMeans,
  resampledSums,
} from "../../../lib/experiments/comparison/resampledUsers";
import { expectNoLeakedTensors } from "../../expectNoLeakedTensors";

const close = (value: number | null | undefined, expected: number, tolerance: number): void => {
  assert.ok(
    typeof value === "number" && Math.abs(value - expected) <= tolerance,
    `${value} is not within ${tolerance} of ${expected}`,
  );
};

/** Differences with zeros and many ties, as HR and NDCG have them. */
const tied = Float64Array.from({ length: 500 }, (_, i) => (((i * 7919) % 201) - 95) / 100);

describe("pairedWilcoxon", () => {
  // scipy 1.17.1: d = [((i*7919) % 201 - 95)/100 for i in range(500)]
  // scipy.stats.wilcoxon(d, zero_method="wilcox", correction=False, method="asymptotic").pvalue
  test("is scipy's with ties and zeros", () => {
    close(pairedWilcoxon(tied), 0.05977463299733918, 1e-12);
  });

  // scipy.stats.wilcoxon([(-i if i % 3 == 0 else i)/40 for i in range(1, 41)], method="exact").pvalue
  test("is scipy's exact value without ties and zeros, up to fifty differences", () => {
    const distinct = Array.from({ length: 40 }, (_, i) => ((i + 1) % 3 === 0 ? -(i + 1) : i + 1) / 40);
    close(pairedWilcoxon(distinct), 0.06616061626664305, 1e-12);
  });

  // d = [0.5, 0, -0.25, 0, 0.5, 0.125, 0, 1, -0.5, 0, 0, 0.25, 1, 0.5], scipy.stats.wilcoxon(d, zero_method=..., correction=False,
  // method="asymptotic").pvalue: "wilcox" 0.08253120178277823, "pratt" 0.08040957474773669
  test("leaves zero differences out, as zero_method wilcox and not pratt", () => {
    const few = [0.5, 0, -0.25, 0, 0.5, 0.125, 0, 1, -0.5, 0, 0, 0.25, 1, 0.5];
    close(pairedWilcoxon(few), 0.08253120178277823, 1e-12);
  });

  // scipy.stats.wilcoxon([1, -2, -3, 4], method="exact").pvalue is 1.0, and twice one side is more.
  test("is at most 1", () => {
    assert.equal(pairedWilcoxon([1, -2, -3, 4]), 1);
  });

  test("is 1 where nobody differs, and null where nobody can be compared", () => {
    assert.equal(pairedWilcoxon([0, 0, 0]), 1);
    assert.equal(pairedWilcoxon([0.5]), null);
    assert.equal(pairedWilcoxon([]), null);
  });

  test("takes the rounding of sums over seeds for the tie or the zero that it is", () => {
    const noisy = tied.map((difference, index) => difference + (index % 2 ? 1e-16 : -1e-16));
    assert.equal(pairedWilcoxon(noisy), pairedWilcoxon(tied));
    assert.equal(pairedWilcoxon([0.1 + 0.2 - 0.3, 0, 0]), 1);
  });
});

describe("holm", () => {
  // statsmodels: multipletests([0.01, 0.04, 0.03, 0.005, 0.2, 0.9, 0.04], method="holm")[1]
  test("is statsmodels' correction, and passes over what was not tested", () => {
    const adjusted = holm([0.01, 0.04, null, 0.03, 0.005, 0.2, 0.9, 0.04, null]);
    const expected = [0.06, 0.16, null, 0.15, 0.035, 0.4, 0.9, 0.16, null];
    expected.forEach((value, index) => {
      if (value === null) assert.equal(adjusted[index], null);
      else close(adjusted[index], value, 1e-12);
    });
    assert.deepEqual(holm([null]), [null]);
  });
});

describe("quantile", () => {
  // numpy.percentile([3, 1, 4, 1, 5, 9, 2, 6], [2.5, 50, 97.5]) is [1, 3.5, 8.475]
  test("is numpy's", () => {
    const sorted = [1, 1, 2, 3, 4, 5, 6, 9];
    [1, 3.5, 8.475].forEach((expected, index) =>
      close(quantile(sorted, [0.025, 0.5, 0.975][index]), expected, 1e-12),
    );
  });
});

describe("percentileInterval", () => {
  test("leaves resamples without a value out, and is null when they are most", () => {
    assert.deepEqual(percentileInterval(Float64Array.of(NaN, 2, 1, 3), 0.5), [1.5, 2.5]);
    assert.equal(percentileInterval(Float64Array.of(NaN, 2, NaN), 0.5), null);
    assert.equal(percentileInterval(Float64Array.of(), 0.5), null);
  });
});

describe("the bootstrap over users", () => {
  const options = { resamples: 10_000, seed: 0 };

  // With d as above and rng = numpy.random.default_rng(0 .. 2):
  // scipy.stats.bootstrap((d,), numpy.mean, n_resamples=10000, method="percentile", rng=rng).confidence_interval
  // (-0.0023, 0.1005), (-0.0006, 0.1004), (-0.0006, 0.1006). An end's own chance is about 0.0007.
  test("gives scipy's interval of a mean", () => {
    const [sums] = resampledSums(tied.length, [tied], options);
    const interval = percentileInterval(
      sums.map((sum) => sum / tied.length),
      0.95,
    );
    close(interval?.[0], -0.0012, 0.003);
    close(interval?.[1], 0.1005, 0.003);
  });

  // u = arange(900), head = u % 3 == 0, base = (u*7919 % 97)/97, method = (u*104729 % 89)/89;
  // scipy.stats.bootstrap((u,), lambda i: (method - base)[i][head[i]].mean(), n_resamples=10000, method="percentile",
  // vectorized=False, rng=...): (-0.0486, 0.0435), (-0.0499, 0.0428)
  test("gives scipy's interval of a group's mean, whose number of positives varies", () => {
    const users = Array.from({ length: 900 }, (_, user) => user);
    const isHead = users.map((user) => user % 3 === 0);
    const half = (value: (user: number) => number, head: boolean): Float64Array =>
      Float64Array.from(users, (user) => (isHead[user] === head ? value(user) : 0));
    const difference = (user: number): number => ((user * 104729) % 89) / 89 - ((user * 7919) % 97) / 97;
    const [sums, counts] = resampledHalves(
      [
        { head: half(difference, true), tail: half(difference, false) },
        { head: half(() => 1, true), tail: half(() => 1, false) },
      ],
      options,
    );
    const interval = percentileInterval(resampledMeans(sums, counts, "head"), 0.95);
    close(interval?.[0], -0.0493, 0.003);
    close(interval?.[1], 0.0431, 0.003);
  });

  test("draws as many users as there are in every resample, the last block's too", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 40 }), (users, resamples) => {
        const [sums] = resampledSums(users, [new Float64Array(users).fill(1)], { resamples, seed: users });
        assert.deepEqual([...sums], new Array(resamples).fill(users));
      }),
      { numRuns: 30 },
    );
  });

  test("goes on over blocks: many users leave room for few resamples at once", () => {
    const users = 3_000_000;
    const [sums] = resampledSums(users, [new Float64Array(users).fill(1)], { resamples: 3, seed: 0 });
    assert.deepEqual([...sums], [users, users, users]);
  });

  test("gives every column the same resamples, the same for one seed and others for another", () => {
    const [one, twice] = resampledSums(tied.length, [tied, tied.map((value) => 2 * value)], options);
    one.forEach((sum, index) => close(twice[index], 2 * sum, 1e-4));
    const again = resampledSums(tied.length, [tied], options)[0];
    one.forEach((sum, index) => close(again[index], sum, 1e-4));
    assert.notDeepEqual(resampledSums(tied.length, [tied], { ...options, seed: 1 })[0], one);
  });

  test("leaves no tensor behind", async () => {
    await expectNoLeakedTensors(() => {
      resampledSums(tied.length, [tied], { resamples: 20, seed: 0 });
    });
  });
});

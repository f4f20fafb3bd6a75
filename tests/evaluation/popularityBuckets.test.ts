import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  hitRate,
  metricOfBuckets,
  overallMetric,
  popularityBuckets,
  sharesOfBuckets,
} from "../../lib/evaluation";

const counts = Int32Array.of(0, 1, 3, 2, 9);

describe("shares by popularity", () => {
  test("say which part of the samples, or of their weight, falls into each bucket", () => {
    const items = Int32Array.of(1, 2, 3, 4);
    assert.deepEqual(
      popularityBuckets(counts, items).map(({ label }) => label),
      ["0", "1", "2-3", "4-7", "8-15"],
    );
    assert.deepEqual(sharesOfBuckets(counts, items), [0, 0.25, 0.5, 0, 0.25]);
    assert.deepEqual(sharesOfBuckets(counts, items, [0, 1, 1, 2]), [0, 0, 0.5, 0, 0.5]);
    assert.deepEqual(sharesOfBuckets(counts, new Int32Array(0)), [null, null, null, null, null]);
  });

  test("add up to one", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1 }), (items) => {
        const sum = sharesOfBuckets(counts, Int32Array.from(items)).reduce(
          (total, part) => total! + part!,
          0,
        );
        assert.ok(Math.abs(sum! - 1) < 1e-9);
      }),
    );
  });
});

describe("a metric by popularity", () => {
  test("is null where a bucket has no positive, and its mean over positives is the overall one", () => {
    const positives = { items: Int32Array.of(1, 2, 3, 4), ranks: Int32Array.of(1, 9, 2, 3) };
    const values = metricOfBuckets(hitRate(2), positives, counts);
    assert.deepEqual(values, [null, 1, 0.5, null, 0]);
    const sizes = popularityBuckets(counts, positives.items).map((bucket) => bucket.positives);
    const mean = values.reduce((sum, value, at) => sum! + (value ?? 0) * sizes[at], 0)! / 4;
    assert.equal(mean, overallMetric(hitRate(2), positives as never));
  });
});

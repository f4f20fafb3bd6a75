import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compare, gainByPopularity } from "../../../lib/experiments/comparison";
import { drawnRanks, groupsOf, ranksOf } from "./fixtures";

const groups = groupsOf(100);
const { counts } = groups;
const runs = [
  ...[0, 1].map((seed) => ({ name: "base", seed, ranks: drawnRanks(seed) })),
  ...[0, 1].map((seed) => ({ name: "ours", seed, ranks: drawnRanks(seed + 10, { skill: 3 }) })),
];
const options = { method: "ours", baseline: "base", resamples: 500, leastPositives: 0 };
const near = (one: number, other: number): void =>
  assert.ok(Math.abs(one - other) < 1e-6, `${one}, ${other}`);

describe("a gain by popularity", () => {
  const gain = gainByPopularity(runs, counts, options);

  test("has contributions that add up to the difference of the comparison", () => {
    const overall = compare(runs, groups, { baseline: "base", resamples: 10 }).cells.find(
      ({ method, group, metric }) => method === "ours" && group === "overall" && metric === "NDCG@50",
    )!;
    near(gain.difference, overall.effect!.difference);
    near(
      gain.buckets.reduce((sum, { contribution }) => sum + contribution, 0),
      gain.difference,
    );
    assert.equal(
      gain.buckets.reduce((sum, { positives }) => sum + positives, 0),
      300,
    );
  });

  test("compares the means of each bucket's positives, with an interval about the difference", () => {
    for (const { positives, baseline, method, difference, interval } of gain.buckets) {
      if (positives === 0) {
        assert.deepEqual([baseline, method, difference, interval], [null, null, null, null]);
        continue;
      }
      near(method! - baseline!, difference!);
      if (positives > 1) assert.ok(interval![0] < difference! && difference! < interval![1]);
    }
  });

  test("puts a gain where it was made", () => {
    // Items 0 to 36 have 100 to 64 samples; only their positives come up.
    const before = ranksOf(new Array<number>(100).fill(90), 100);
    const after = ranksOf(
      Array.from({ length: 100 }, (_, item) => (item <= 36 ? 1 : 90)),
      100,
    );
    const made = gainByPopularity(
      [
        { name: "base", seed: 0, ranks: before },
        { name: "ours", seed: 0, ranks: after },
      ],
      counts,
      { ...options, metric: "HR@50" },
    );
    assert.deepEqual(
      made.buckets.map(({ label, difference }) => [label, difference]),
      [
        ["0", null],
        ["1", 0],
        ["2-3", 0],
        ["4-7", 0],
        ["8-15", 0],
        ["16-31", 0],
        ["32-63", 0],
        ["64-127", 1],
      ],
    );
    near(made.difference, 0.37);
  });

  test("puts neighbours together until each bucket has the least number of positives", () => {
    const joined = gainByPopularity(runs, counts, { ...options, leastPositives: 50 });
    assert.ok(joined.buckets.every(({ positives }) => positives >= 50));
    assert.deepEqual(
      joined.buckets.map(({ label }) => label),
      ["0-31", "32-63", "64-127"],
    );
    near(
      joined.buckets.reduce((sum, { contribution }) => sum + contribution, 0),
      gain.difference,
    );
    assert.equal(gainByPopularity(runs, counts, { ...options, leastPositives: 1000 }).buckets.length, 1);
  });

  test("names a method that has no run", () => {
    assert.throws(() => gainByPopularity(runs, counts, { ...options, method: "theirs" }), /"theirs"/);
  });
});

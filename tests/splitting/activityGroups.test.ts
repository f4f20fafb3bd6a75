import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hitRate, meanMetric, positivesIn, type Ranks } from "../../lib/evaluation";
import { activityGroups, type Pairs } from "../../lib/splitting";

const train: Pairs = {
  users: Int32Array.of(0, 0, 0, 1, 2, 2),
  items: Int32Array.of(0, 1, 2, 0, 0, 1),
  userCount: 4,
  itemCount: 3,
};

describe("activityGroups", () => {
  test("cuts users by their training samples, and leaves a user without one in the tail", () => {
    const groups = activityGroups(train, { headShare: 0.67 });
    assert.deepEqual([...groups.isHead], [1, 0, 1, 0]);
    assert.equal(groups.lowestHeadCount, 2);
    assert.deepEqual(groups.sizes.tail, { members: 2, trainingSamples: 1 });
  });

  test("lets metrics be taken over active and long-tail users", () => {
    const groups = activityGroups(train, { headShare: 0.67 });
    const ranks: Ranks = {
      part: "test",
      users: Int32Array.of(0, 1, 2, 3),
      items: Int32Array.of(0, 0, 1, 2),
      ranks: Int32Array.of(1, 30, 20, 2),
      candidates: 40,
    };
    assert.equal(positivesIn(ranks, groups, "head"), 2);
    assert.equal(meanMetric(hitRate(10), ranks, groups, "head"), 0.5);
    assert.equal(meanMetric(hitRate(25), ranks, groups, "head"), 1);
    assert.equal(meanMetric(hitRate(10), ranks, groups, "tail"), 0.5);
  });
});

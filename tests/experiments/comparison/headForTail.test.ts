import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { headForTail, type ComparisonRun } from "../../../lib/experiments/comparison";
import { groupsOf, ranksOf } from "./fixtures";

const items = 10;
const groups = groupsOf(items, 0.5);
const users = 400;

/** Ranks that depend on the half and, so that there is some chance, on the user. */
const runOf = (name: string, rank: (isHead: boolean, user: number) => number): ComparisonRun => ({
  name,
  seed: 0,
  ranks: ranksOf(
    Int32Array.from({ length: users }, (_, user) => rank(groups.isHead[user % items] === 1, user)),
    items,
  ),
});
const baseline = runOf("two-tower", (isHead, user) => (isHead ? 1 : (user % 7) + 2));
const exchanger = runOf("logq", (isHead, user) => (isHead ? (user % 3) + 1 : 1 + (user % 4)));
const winner = runOf("mirec", (isHead, user) => (isHead ? 1 : 1 + (user % 2)));
const options = { baseline: "two-tower", metric: "MRR", resamples: 500 };
const { methods } = headForTail([baseline, exchanger, winner], groups, options);

describe("headForTail", () => {
  test("gives what the tail gains for each point that the head loses", () => {
    const [logq] = methods;
    assert.ok(logq.head!.interval![1] < 0 && logq.tail!.interval![0] > 0);
    assert.equal(logq.exchange!.rate, logq.tail!.difference / -logq.head!.difference);
    const [low, high] = logq.exchange!.interval!;
    assert.ok(low < logq.exchange!.rate && logq.exchange!.rate < high);
    // Head and tail users are others, so the rate varies less than its parts at their worst and at their best.
    assert.ok(low > logq.tail!.interval![0] / -logq.head!.interval![0]);
    assert.ok(high < logq.tail!.interval![1] / -logq.head!.interval![1]);
  });

  test("gives no rate to a method whose head loses nothing", () => {
    const mirec = methods[1];
    assert.deepEqual([mirec.head!.difference, mirec.exchange], [0, null]);
    assert.ok(mirec.tail!.difference > 0);
  });

  test("gives no rate where the head's loss cannot be told from none", () => {
    const perhaps = runOf("perhaps", (isHead, user) => (isHead ? (user === 1 ? 2 : 1) : 1));
    const [method] = headForTail([baseline, perhaps], groups, options).methods;
    assert.ok(method.head!.difference < 0);
    assert.equal(method.exchange, null);
  });

  test("has no effect in a half without positives", () => {
    const [method] = headForTail([baseline, exchanger], groupsOf(items, 0), options).methods;
    assert.deepEqual([method.head, method.exchange], [null, null]);
    assert.ok(method.tail);
  });

  test("names the baselines that there are", () => {
    assert.throws(
      () => headForTail([baseline], groups, { ...options, baseline: "ease" }),
      /no run of the baseline "ease"; there are runs of "two-tower"/,
    );
  });
});

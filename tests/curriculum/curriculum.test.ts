import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  fewShotDraw,
  headAndTailRows,
  headToTail,
  overSampledRows,
  tailToHead,
  underSampledRows,
} from "../../lib/curriculum";
import { randomStream } from "../../lib/random";
import type { Pairs } from "../../lib/splitting";

/** Training pairs in which item i has counts[i] samples, rows of the items mixed. */
function trainingOf(counts: readonly number[]): Pairs {
  const items: number[] = [];
  for (let round = 0; round < Math.max(0, ...counts); round++) {
    counts.forEach((count, item) => {
      if (round < count) items.push(item);
    });
  }
  return {
    users: Int32Array.from(items, (_, row) => row % 5),
    items: Int32Array.from(items),
    userCount: 5,
    itemCount: counts.length,
  };
}

const countsOf = (train: Pairs, rows: Int32Array): number[] => {
  const counts = Array<number>(train.itemCount).fill(0);
  for (const row of rows) counts[train.items[row]] += 1;
  return counts;
};
const isSet = (rows: Int32Array): boolean => new Set(rows).size === rows.length;

const anyCounts = fc.array(fc.nat(12), { minLength: 1, maxLength: 15 });
const anyK = fc.integer({ min: 1, max: 14 });

describe("fewShotDraw", () => {
  test("has exactly k of every head item and all of every tail item, none twice", () => {
    fc.assert(
      fc.property(anyCounts, anyK, fc.nat(), (counts, k, seed) => {
        const train = trainingOf(counts);
        const rows = fewShotDraw(train, { k }, randomStream(seed, "draw"));
        assert.ok(isSet(rows));
        assert.deepEqual(
          countsOf(train, rows),
          counts.map((count) => Math.min(count, k)),
        );
      }),
    );
  });

  test("leaves the tail out when asked for the head only", () => {
    const train = trainingOf([9, 3, 5]);
    const rows = fewShotDraw(train, { k: 5, headOnly: true }, randomStream(0, "draw"));
    assert.deepEqual(countsOf(train, rows), [5, 0, 5]);
  });

  test("draws every sample of a head item equally often", () => {
    const train = trainingOf([8]);
    const drawn = Array<number>(8).fill(0);
    for (let seed = 0; seed < 4000; seed++) {
      for (const row of fewShotDraw(train, { k: 2 }, randomStream(seed, "draw"))) drawn[row] += 1;
    }
    // 1,000 expected each; the standard deviation is 27.
    for (const count of drawn) assert.ok(Math.abs(count - 1000) < 140, `${drawn.join(" ")}`);
  });

  test("caps users in the same way on the user side", () => {
    const train = trainingOf([9, 9, 9]);
    const rows = fewShotDraw(train, { k: 2, side: "users" }, randomStream(0, "draw"));
    const perUser = Array<number>(5).fill(0);
    for (const row of rows) perUser[train.users[row]] += 1;
    assert.deepEqual(perUser, [2, 2, 2, 2, 2]);
  });

  test("caps items and then users on both sides, and leaves short ones whole", () => {
    fc.assert(
      fc.property(anyCounts, anyK, fc.nat(), (counts, k, seed) => {
        const train = trainingOf(counts);
        const perUser = (rows: Int32Array): number[] => {
          const found = Array<number>(train.userCount).fill(0);
          for (const row of rows) found[train.users[row]] += 1;
          return found;
        };
        const items = fewShotDraw(train, { k }, randomStream(seed, "draw"));
        const both = fewShotDraw(train, { k, side: "both" }, randomStream(seed, "draw"));
        assert.ok(isSet(both));
        const drawn = new Set(items);
        assert.ok(
          both.every((row) => drawn.has(row)),
          "a row that the items' cap left out",
        );
        assert.deepEqual(
          perUser(both),
          perUser(items).map((count) => Math.min(count, k)),
        );
      }),
    );
  });

  test("refuses a k that is no number of samples", () => {
    assert.throws(
      () => fewShotDraw(trainingOf([1]), { k: 0 }, randomStream(0, "draw")),
      /k must be a whole number/,
    );
  });
});

describe("headAndTailRows", () => {
  test("puts every row on one side of k", () => {
    fc.assert(
      fc.property(anyCounts, anyK, (counts, k) => {
        const train = trainingOf(counts);
        const { head, tail } = headAndTailRows(train, k);
        assert.equal(head.length + tail.length, train.items.length);
        assert.ok([...head].every((row) => counts[train.items[row]] >= k));
        assert.ok([...tail].every((row) => counts[train.items[row]] < k));
      }),
    );
  });
});

describe("resampling", () => {
  test("under-sampling cuts every item to the count", () => {
    const train = trainingOf([9, 2, 4]);
    assert.deepEqual(countsOf(train, underSampledRows(train, 4, randomStream(0, "draw"))), [4, 2, 4]);
  });

  test("over-sampling brings every item up to the count, but repeats no sample more than is allowed", () => {
    const train = trainingOf([9, 3, 1, 0]);
    const rows = overSampledRows(train, { count: 6, mostRepeats: 4 }, randomStream(0, "draw"));
    assert.deepEqual(countsOf(train, rows), [9, 6, 4, 0]);
  });

  test("over-sampling keeps every sample and repeats an item's samples evenly", () => {
    fc.assert(
      fc.property(anyCounts, anyK, fc.integer({ min: 1, max: 5 }), (counts, count, mostRepeats) => {
        const train = trainingOf(counts);
        const times = Array<number>(train.items.length).fill(0);
        for (const row of overSampledRows(train, { count, mostRepeats }, randomStream(1, "draw")))
          times[row] += 1;
        counts.forEach((_, item) => {
          const own = times.filter((__, row) => train.items[row] === item);
          if (own.length > 0) assert.ok(Math.min(...own) >= 1 && Math.max(...own) - Math.min(...own) <= 1);
        });
      }),
    );
  });
});

describe("staged curricula", () => {
  const train = trainingOf([9, 3, 1]);
  const seen = (stages: readonly { samples: (epoch: number) => Int32Array }[]): number[][] =>
    stages.map(({ samples }) => countsOf(train, samples(1)));

  test("Head2Tail sees all samples, then the tail's; pure: the head's, then the tail's", () => {
    assert.deepEqual(seen(headToTail(train, { k: 5 })), [
      [9, 3, 1],
      [0, 3, 1],
    ]);
    assert.deepEqual(seen(headToTail(train, { k: 5, pure: true })), [
      [9, 0, 0],
      [0, 3, 1],
    ]);
  });

  test("Tail2Head is the reverse", () => {
    assert.deepEqual(seen(tailToHead(train, { k: 5 })), seen(headToTail(train, { k: 5 })).reverse());
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { concentration, popularityGroups, type Pairs } from "../../lib/splitting";

/** Training pairs in which item i has counts[i] samples. */
function trainingOf(counts: readonly number[]): Pairs {
  const items = counts.flatMap((count, item) => Array<number>(count).fill(item));
  return {
    users: Int32Array.from(items, (_, row) => row),
    items: Int32Array.from(items),
    userCount: items.length,
    itemCount: counts.length,
  };
}

describe("popularityGroups", () => {
  test("takes the top share of the items that have samples, rounded, ties by item index", () => {
    const groups = popularityGroups(trainingOf([1, 5, 3, 5, 0, 3, 2]), { headShare: 0.5 });
    // Six items have samples; three are head: 1 and 3 with five samples, then 2 before 5 with three.
    assert.deepEqual([...groups.isHead], [0, 1, 1, 1, 0, 0, 0]);
    assert.equal(groups.lowestHeadCount, 3);
    assert.deepEqual(groups.sizes.head, { members: 3, trainingSamples: 13 });
    assert.deepEqual(groups.sizes.tail, { members: 4, trainingSamples: 6 });
  });

  test("leaves items without a sample in the tail even at a head share of one", () => {
    const groups = popularityGroups(trainingOf([2, 0, 1]), { headShare: 1 });
    assert.deepEqual([...groups.isHead], [1, 0, 1]);
  });

  test("has no lowest head count where there is no head", () => {
    const groups = popularityGroups(trainingOf([2, 1]), { headShare: 0 });
    assert.equal(groups.lowestHeadCount, null);
    assert.equal(groups.sizes.head.members, 0);
  });

  test("refuses a share outside 0 to 1", () => {
    assert.throws(
      () => popularityGroups(trainingOf([1]), { headShare: 20 }),
      /headShare must lie from 0 to 1/,
    );
    assert.throws(() => popularityGroups(trainingOf([1]), { headShare: Number.NaN }), /headShare/);
  });

  test("adds up: head and tail are the whole, and no tail item outranks a head item", () => {
    const anyCounts = fc.array(fc.nat(9), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(anyCounts, fc.double({ min: 0, max: 1, noNaN: true }), (counts, headShare) => {
        const { sizes, isHead } = popularityGroups(trainingOf(counts), { headShare });
        assert.equal(sizes.head.members + sizes.tail.members, counts.length);
        assert.equal(sizes.head.trainingSamples + sizes.tail.trainingSamples, sizes.overall.trainingSamples);
        const head = counts.filter((_, item) => isHead[item]);
        const tail = counts.filter((_, item) => !isHead[item]);
        if (head.length > 0 && tail.length > 0) assert.ok(Math.min(...head) >= Math.max(...tail));
      }),
    );
  });
});

describe("concentration", () => {
  test("is 0 for equal counts and 1 - 1/N when one item has everything", () => {
    assert.ok(Math.abs(concentration([4, 4, 4, 4]).gini) < 1e-12);
    assert.ok(Math.abs(concentration([0, 0, 0, 9]).gini - 0.75) < 1e-12);
  });

  test("is twice the area between the diagonal and the Lorenz curve", () => {
    const someFeedback = fc.array(fc.nat(50), { minLength: 1 }).filter((counts) => counts.some((n) => n > 0));
    fc.assert(
      fc.property(someFeedback, (counts) => {
        const { points, gini } = concentration(counts);
        let area = 0;
        for (let at = 1; at < points.shareOfItems.length; at++) {
          const width = points.shareOfItems[at] - points.shareOfItems[at - 1];
          area += (width * (points.shareOfFeedback[at] + points.shareOfFeedback[at - 1])) / 2;
        }
        assert.ok(Math.abs(gini - (1 - 2 * area)) < 1e-9);
      }),
    );
  });

  test("is not defined without feedback", () => {
    assert.throws(() => concentration([0, 0]), /no feedback/);
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { exposure } from "../../lib/serving";
import { cutGroups } from "../../lib/splitting";

const groups = cutGroups("item", Int32Array.of(10, 5, 2, 1, 0), { headShare: 0.25 });

describe("exposure", () => {
  test("counts the places of lists, and leaves out those without an item", () => {
    const { counts, places, share, coverage } = exposure(
      { items: Int32Array.of(0, 1, 0, 2, -1, -1) },
      groups,
    );
    assert.deepEqual([...counts], [2, 1, 1, 0, 0]);
    assert.equal(places, 4);
    assert.deepEqual(share, { overall: 1, head: 0.5, tail: 0.5 });
    assert.deepEqual(coverage, { overall: 3 / 5, head: 1, tail: 2 / 4 });
  });

  test("has a Gini coefficient of 0 for lists that show all alike, and near 1 for one item in all", () => {
    const even = exposure({ items: Int32Array.of(0, 1, 2, 3, 4) }, groups);
    assert.ok(Math.abs(even.concentration.gini) < 1e-12);
    const one = exposure({ items: new Int32Array(40).fill(3) }, groups);
    assert.ok(Math.abs(one.concentration.gini - 4 / 5) < 1e-12);
    assert.equal(one.share.tail, 1);
  });

  test("is null for a group without items, and throws where no list has one", () => {
    const noHead = cutGroups("item", Int32Array.of(1, 1), { headShare: 0 });
    assert.equal(exposure({ items: Int32Array.of(1) }, noHead).coverage.head, null);
    assert.throws(() => exposure({ items: Int32Array.of(-1) }, groups), /no exposure to measure/);
  });

  test("head and tail make up the whole, whatever the lists", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 1 }), (items) => {
        fc.pre(items.some((item) => item >= 0));
        const { share, counts, places, concentration } = exposure({ items: Int32Array.from(items) }, groups);
        assert.ok(Math.abs(share.head! + share.tail! - 1) < 1e-12);
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          places,
        );
        assert.ok(concentration.gini > -1e-12 && concentration.gini < 1);
      }),
    );
  });
});

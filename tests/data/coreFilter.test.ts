import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { coreFilter } from "../../lib/data";
import { interactionsOf, tastefulInteractions } from "../fixtures";

const counts = (values: Int32Array, size: number): number[] => {
  const result = Array<number>(size).fill(0);
  for (const value of values) result[value] += 1;
  return result;
};

describe("coreFilter", () => {
  test("goes on dropping until everybody left has k, not once only", () => {
    // Dropping user 2 leaves item 2 with one user, whose going leaves user 1 with one item.
    const data = interactionsOf([
      [0, 0, 0],
      [0, 1, 0],
      [1, 1, 0],
      [1, 2, 0],
      [2, 2, 0],
      [3, 0, 0],
      [3, 1, 0],
    ]);
    const core = coreFilter(data, { k: 2 });
    assert.deepEqual(core.userIds, ["u0", "u3"]);
    assert.deepEqual(core.itemIds, ["i0", "i1"]);
    assert.deepEqual([...core.users], [0, 0, 1, 1]);
  });

  test("leaves nobody below k and no id unused, and keeps features with their owners", () => {
    const data = tastefulInteractions({ users: 30, items: 35, perUser: 6 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), (k) => {
        const core = coreFilter(data, { k });
        assert.ok(Math.min(...counts(core.users, core.userIds.length)) >= k);
        assert.ok(Math.min(...counts(core.items, core.itemIds.length)) >= k);
        const [taste] = core.userFeatures;
        assert.ok(taste.kind === "categorical");
        core.userIds.forEach((id, user) => assert.equal(taste.codes[user], 1 + (Number(id.slice(1)) % 4)));
        const [genres] = core.itemFeatures;
        assert.ok(genres.kind === "multi-valued");
        core.itemIds.forEach((id, item) => {
          const values = [...genres.codes.slice(genres.offsets[item], genres.offsets[item + 1])];
          const original = Number(id.slice(1));
          const expected =
            original % 6 === 0 ? [1, 2] : original % 2 === 0 ? [1] : original % 3 === 0 ? [2] : [0];
          assert.deepEqual(values, expected);
        });
      }),
    );
  });

  test("says so when nothing is left", () => {
    assert.throws(
      () => coreFilter(interactionsOf([[0, 0, 0]]), { k: 5 }),
      /5-core of "written-out" is empty/,
    );
  });
});

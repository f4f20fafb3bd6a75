import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { mergedCandidates } from "../../lib/methods/mergedCandidates";

describe("mergedCandidates", () => {
  test("stands for every candidate once, with the same item, q and positives", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { minLength: 1, maxLength: 400 }), (list) => {
        const items = Int32Array.from(list);
        const positives = items.map((_, candidate) => items.length - 1 - candidate);
        const qOf = (item: number): number => (item + 1) / 1000;
        const q = Float64Array.from(items, qOf);
        const merged = mergedCandidates(items, { items, positives, q });
        const counted = new Map<number, number>();
        merged.items.forEach((item, place) => {
          const times = merged.occurrences[place];
          if (times === 0) return;
          assert.ok(!counted.has(item), "an item stands for its candidates twice");
          counted.set(item, times);
          assert.equal(merged.q![place], qOf(item));
        });
        for (const item of new Set(list))
          assert.equal(counted.get(item), list.filter((each) => each === item).length);
        assert.equal(counted.size, merged.distinct.length);
        positives.forEach((candidate, sample) =>
          assert.equal(merged.items[merged.positives[sample]], items[candidate]),
        );
      }),
    );
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { buckets } from "../../lib/data/columns/buckets";

test("numbers of different values fall into buckets of equal size, in order", () => {
  const column = buckets("age", ["40", "10", null, "20", "30", "x", "60", "50"], 3);
  assert.deepEqual(column.vocabulary, ["unknown", "10 to 20", "30 to 40", "50 to 60"]);
  assert.deepEqual([...column.codes], [2, 1, 0, 1, 2, 0, 3, 3]);
});

test("whatever the numbers, equal ones share a bucket, greater ones have no lower one, and none is empty", () => {
  const numbers = fc.array(fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double({ noNaN: true })), {
    minLength: 1,
  });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 2, max: 12 }), (values, count) => {
      const finite = values.filter((value) => Number.isFinite(value));
      const { codes, vocabulary } = buckets("x", finite.map(String), count);
      assert.ok(vocabulary.length - 1 <= count);
      assert.equal(new Set(codes).size, vocabulary.length - 1);
      for (let one = 0; one < finite.length; one++) {
        assert.ok(codes[one] > 0);
        for (let other = 0; other < one; other++) {
          if (finite[one] === finite[other]) assert.equal(codes[one], codes[other]);
          if (finite[one] > finite[other]) assert.ok(codes[one] >= codes[other]);
        }
      }
    }),
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { replacedRows } from "../../lib/data/reading/lastOfPair";

test("of each pair the last by time stays, of equal times the last in the file, as comparing all rows says", () => {
  const row = fc.tuple(fc.nat(3), fc.nat(4), fc.nat(5));
  fc.assert(
    fc.property(fc.array(row), fc.boolean(), (rows, timed) => {
      const goes = rows.map(([user, item, time], at) =>
        rows.some(
          ([otherUser, otherItem, otherTime], other) =>
            otherUser === user &&
            otherItem === item &&
            other !== at &&
            (timed && otherTime !== time ? otherTime > time : other > at),
        ),
      );
      const found = replacedRows(
        Int32Array.from(rows, ([user]) => user),
        Int32Array.from(rows, ([, item]) => item),
        timed ? Float64Array.from(rows, ([, , time]) => time) : null,
        4,
        5,
      );
      assert.deepEqual(Array.from(found ?? new Uint8Array(rows.length)), goes.map(Number));
      assert.equal(found === null, !goes.includes(true));
    }),
  );
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { leaveLastOut } from "../../lib/splitting";
import { interactionsOf } from "../fixtures";

const pairs = ({ users, items }: { users: Int32Array; items: Int32Array }): string[] =>
  Array.from(users, (user, row) => `${user}/${items[row]}`);

describe("leaveLastOut", () => {
  test("holds out each user's last item for test and the second last for validation", () => {
    const split = leaveLastOut(
      interactionsOf([
        [0, 3, 40],
        [0, 0, 10],
        [1, 1, 5],
        [0, 2, 30],
        [1, 0, 9],
        [1, 2, 7],
        [0, 1, 20],
      ]),
    );
    assert.deepEqual(pairs(split.test).sort(), ["0/3", "1/0"]);
    assert.deepEqual(pairs(split.validation).sort(), ["0/2", "1/2"]);
    assert.deepEqual(pairs(split.train).sort(), ["0/0", "0/1", "1/1"]);
  });

  test("breaks equal times by file order, the later row counting as later", () => {
    const split = leaveLastOut(
      interactionsOf([
        [0, 0, 1],
        [0, 1, 1],
        [0, 2, 1],
      ]),
    );
    assert.deepEqual(pairs(split.test), ["0/2"]);
    assert.deepEqual(pairs(split.validation), ["0/1"]);
  });

  test("keeps users with fewer than three interactions in training and counts them", () => {
    const split = leaveLastOut(
      interactionsOf([
        [0, 0, 1],
        [0, 1, 2],
        [1, 0, 1],
        [2, 0, 1],
        [2, 1, 2],
        [2, 2, 3],
      ]),
    );
    assert.equal(split.trainingOnlyUsers, 2);
    assert.deepEqual(pairs(split.train).sort(), ["0/0", "0/1", "1/0", "2/0"]);
  });

  test("refuses data without times and names the splitter to use", () => {
    const data = interactionsOf([[0, 0, 0]], { timeScope: "none" });
    assert.throws(() => leaveLastOut(data), /has no times.*randomHoldOut/);
  });

  test("loses no row and puts nothing later into training, nor test before validation, whatever the data", () => {
    const rows = fc.uniqueArray(fc.tuple(fc.nat(6), fc.nat(12), fc.nat(5)), {
      minLength: 1,
      selector: ([user, item]) => `${user}/${item}`,
    });
    fc.assert(
      fc.property(rows, (written) => {
        const data = interactionsOf(written);
        const split = leaveLastOut(data);
        const all = [...pairs(split.train), ...pairs(split.validation), ...pairs(split.test)];
        assert.deepEqual(all.sort(), written.map(([user, item]) => `${user}/${item}`).sort());
        const time = new Map(written.map(([user, item, at]) => [`${user}/${item}`, at]));
        const heldOut = [
          { later: split.test, earlier: [split.train, split.validation] },
          { later: split.validation, earlier: [split.train] },
        ];
        for (const { later, earlier } of heldOut) {
          for (const pair of pairs(later)) {
            const own = earlier.flatMap(pairs).filter((other) => other.split("/")[0] === pair.split("/")[0]);
            assert.ok(own.length > 0, `user of ${pair} has nothing earlier`);
            for (const other of own)
              assert.ok(time.get(other)! <= time.get(pair)!, `${other} is later than ${pair}`);
          }
        }
      }),
    );
  });
});

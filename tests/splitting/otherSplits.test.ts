import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { randomHoldOut, temporalSplit } from "../../lib/splitting";
import { interactionsOf, tastefulInteractions } from "../fixtures";

describe("randomHoldOut", () => {
  const data = tastefulInteractions();

  test("holds out one test and one validation item of every user with three interactions or more", () => {
    const split = randomHoldOut(data, { seed: 3 });
    const users = data.userIds.length;
    assert.equal(split.test.users.length, users);
    assert.equal(split.validation.users.length, users);
    assert.deepEqual(
      [...split.test.users].sort((a, b) => a - b),
      [...Array(users).keys()],
    );
    split.test.items.forEach((item, row) => assert.notEqual(item, split.validation.items[row]));
  });

  test("draws the same items for the same seed and others for another", () => {
    const [first, again, other] = [3, 3, 4].map((seed) => randomHoldOut(data, { seed }).test.items);
    assert.deepEqual(first, again);
    assert.notDeepEqual(first, other);
  });

  test("holds out every position equally often", () => {
    const one = interactionsOf([
      [0, 0, 0],
      [0, 1, 0],
      [0, 2, 0],
      [0, 3, 0],
    ]);
    const counts = { test: [0, 0, 0, 0], validation: [0, 0, 0, 0] };
    for (let seed = 0; seed < 2000; seed++) {
      const split = randomHoldOut(one, { seed });
      counts.test[split.test.items[0]] += 1;
      counts.validation[split.validation.items[0]] += 1;
    }
    // 500 expected each; the standard deviation is 19, so 100 is more than five of them.
    for (const count of [...counts.test, ...counts.validation]) assert.ok(Math.abs(count - 500) < 100);
  });
});

describe("temporalSplit", () => {
  const rows = Array.from({ length: 100 }, (_, at): [number, number, number] => [at % 7, at, at]);

  test("puts the latest rows into test and those before them into validation", () => {
    const split = temporalSplit(interactionsOf(rows), { testShare: 0.1, validationShare: 0.2 });
    assert.deepEqual(
      [...split.test.items],
      [...Array(10).keys()].map((at) => 90 + at),
    );
    assert.deepEqual(
      [...split.validation.items],
      [...Array(20).keys()].map((at) => 70 + at),
    );
    assert.equal(split.train.items.length, 70);
  });

  test("never cuts through one moment", () => {
    const tied = rows.map(([user, item, time]): [number, number, number] => [
      user,
      item,
      Math.floor(time / 25),
    ]);
    const split = temporalSplit(interactionsOf(tied), { testShare: 0.3, validationShare: 0.3 });
    assert.deepEqual(
      [split.train, split.validation, split.test].map(({ items }) => items.length),
      [50, 25, 25],
    );
  });

  test("says so when too many rows of one moment leave a part empty", () => {
    const tied = rows.map(([user, item], at): [number, number, number] => [user, item, at === 0 ? 1 : 9]);
    assert.throws(() => temporalSplit(interactionsOf(tied)), /leaves its validation part empty/);
  });

  test("refuses times that do not compare across users, saying so", () => {
    const data = interactionsOf(rows, { timeScope: "within-user" });
    assert.throws(() => temporalSplit(data), /say nothing across users.*leaveLastOut/);
  });
});

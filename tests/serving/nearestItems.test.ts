import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { randomStream } from "../../lib/random";
import { historyOf, nearestItems, neighboursByPopularity, topItems } from "../../lib/serving";
import { cutGroups, leaveLastOut } from "../../lib/splitting";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";

const [itemCount, size] = [25, 4];
const random = randomStream(5, "nearest items tests");
const itemVectors = Float32Array.from({ length: itemCount * size }, () => random.normal());
const model = { userVectors: new Float32Array(size), itemVectors, size };

const cosine = (one: number, other: number): number => {
  let [dot, a, b] = [0, 0, 0];
  for (let at = 0; at < size; at++) {
    const [x, y] = [itemVectors[one * size + at], itemVectors[other * size + at]];
    [dot, a, b] = [dot + x * y, a + x * x, b + y * y];
  }
  return dot / Math.sqrt(a * b);
};

describe("nearestItems", () => {
  test("gives every item the others by cosine, as sorting them all does", async () => {
    const near = await expectNoLeakedTensors(() => nearestItems(model, { k: 6 }));
    for (let item = 0; item < itemCount; item++) {
      const sorted = Array.from({ length: itemCount }, (_, other) => other)
        .filter((other) => other !== item)
        .sort((one, other) => cosine(item, other) - cosine(item, one));
      assert.deepEqual([...near.neighbours.subarray(item * 6, (item + 1) * 6)], sorted.slice(0, 6));
      assert.ok(Math.abs(near.similarities[item * 6] - cosine(item, sorted[0])) < 1e-6);
    }
  });

  test("answers for the items that were asked for, and not for the length of their vectors", () => {
    const longer = {
      ...model,
      itemVectors: itemVectors.map((value, at) => value * (1 + Math.floor(at / size))),
    };
    const [one, other] = [model, longer].map((each) => nearestItems(each, { items: [3, 9], k: 4 }));
    assert.deepEqual([...one.items], [3, 9]);
    assert.deepEqual(one.neighbours, other.neighbours);
  });

  test("names an item that does not exist", () => {
    assert.throws(() => nearestItems(model, { items: [25] }), /There is no item 25; items are 0 to 24\./);
  });
});

describe("neighboursByPopularity", () => {
  test("sees that the neighbours of tail items are of the tail where vectors are sorted by popularity", () => {
    const counts = Int32Array.from({ length: 20 }, (_, item) => (item < 4 ? 100 : 2));
    const sorted = {
      userVectors: new Float32Array(2),
      itemVectors: Float32Array.from({ length: 40 }, (_, at) => (at % 2 === (at < 8 ? 0 : 1) ? 1 : 0.01)),
      size: 2,
    };
    const groups = cutGroups("item", counts, { headShare: 0.2 });
    const buckets = neighboursByPopularity(sorted, groups, { k: 3 });
    const asked = buckets.filter((bucket) => bucket.asked > 0);
    assert.deepEqual(
      asked.map(({ label, items, tailShare }) => [label, items, tailShare]),
      [
        ["2-3", 16, 1],
        ["64-127", 4, 0],
      ],
    );
    assert.ok(buckets.every(({ asked, tailShare }) => asked > 0 || tailShare === null));
  });

  test("looks at as many items as it is told", () => {
    const groups = cutGroups("item", new Int32Array(itemCount).fill(1), {});
    const buckets = neighboursByPopularity(model, groups, { k: 2, most: 7 });
    assert.equal(
      buckets.reduce((sum, { asked }) => sum + asked, 0),
      7,
    );
  });
});

describe("historyOf", () => {
  test("gives a user's items, which topItems then leaves out; a part that is not there is an error", () => {
    const split = leaveLastOut(tastefulInteractions({ users: 9, items: 12, perUser: 5 }));
    assert.equal(historyOf(split.train, 2).length, 3);
    const { train } = split;
    const vectors = { userVectors: new Float32Array(9).fill(1), itemVectors: new Float32Array(12), size: 1 };
    const { items } = topItems(vectors, { train }, { users: [2], k: 12, seen: ["train"] });
    const shown = [...items].filter((item) => item >= 0).sort((a, b) => a - b);
    const rest = Array.from({ length: 12 }, (_, item) => item).filter(
      (item) => !historyOf(train, 2).includes(item),
    );
    assert.deepEqual(shown, rest);
    assert.throws(() => topItems(vectors, { train }), /There is no part "validation"/);
  });
});

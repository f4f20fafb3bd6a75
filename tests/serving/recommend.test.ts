import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rank } from "../../lib/evaluation";
import { randomStream } from "../../lib/random";
import { recommend, topItems, type SplitPart } from "../../lib/serving";
import { leaveLastOut, popularityGroups } from "../../lib/splitting";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";

const [userCount, itemCount, size] = [40, 30, 4];
const split = leaveLastOut(tastefulInteractions({ users: userCount, items: itemCount, perUser: 8 }));
const random = randomStream(2, "recommend tests");
const model = {
  userVectors: Float32Array.from({ length: userCount * size }, () => random.normal()),
  itemVectors: Float32Array.from({ length: itemCount * size }, () => random.normal()),
  size,
};

const score = (user: number, item: number): number => {
  let sum = 0;
  for (let at = 0; at < size; at++) {
    sum += model.userVectors[user * size + at] * model.itemVectors[item * size + at];
  }
  return sum;
};

/** Unseen items of a user, best first, by sorting them all. */
function sorted(user: number, seen: readonly SplitPart[]): number[] {
  const had = new Set(
    seen.flatMap((part) => [...split[part].items].filter((_, row) => split[part].users[row] === user)),
  );
  return Array.from({ length: itemCount }, (_, item) => item)
    .filter((item) => !had.has(item))
    .sort((one, other) => score(user, other) - score(user, one));
}

describe("topItems", () => {
  for (const seen of [
    ["train", "validation", "test"],
    ["train", "validation"],
    ["train"],
    [],
  ] as SplitPart[][]) {
    test(`gives every user the best items outside ${seen.join(", ") || "nothing"}`, async () => {
      const top = await expectNoLeakedTensors(() => topItems(model, split, { k: 7, seen }));
      assert.equal(top.users.length, userCount);
      for (let user = 0; user < userCount; user++) {
        const own = [...top.items.subarray(user * 7, (user + 1) * 7)];
        assert.deepEqual(own, sorted(user, seen).slice(0, 7));
        own.forEach((item, place) => {
          assert.ok(Math.abs(top.scores[user * 7 + place] - score(user, item)) < 1e-5);
        });
      }
    });
  }

  test("gives the same items of a catalogue that is cut into several tiles", async () => {
    const wide = leaveLastOut(tastefulInteractions({ users: 50, items: 330, perUser: 60 }));
    const random = randomStream(4, "vectors");
    const draw = (rows: number): Float32Array =>
      Float32Array.from({ length: rows * 5 }, () => random.normal());
    const vectors = { userVectors: draw(50), itemVectors: draw(wide.data.itemIds.length), size: 5 };
    // Items of one vector tie, wherever they lie.
    vectors.itemVectors.copyWithin(0, 5 * 200, 5 * 260);
    for (const k of [3, 90]) {
      const whole = topItems(vectors, wide, { k });
      assert.deepEqual(await expectNoLeakedTensors(() => topItems(vectors, wide, { k }, 1)), whole);
    }
  });

  test("gives those users that are asked for, in their order, from vectors or from a scoring function", () => {
    const users = [31, 2, 31];
    const top = topItems(model, split, { users, k: 3 });
    assert.deepEqual(
      [...top.items],
      users.flatMap((user) => sorted(user, ["train", "validation", "test"]).slice(0, 3)),
    );
    const scores = (block: Int32Array): Float32Array =>
      Float32Array.from({ length: block.length * itemCount }, (_, at) =>
        score(block[Math.floor(at / itemCount)], at % itemCount),
      );
    assert.deepEqual(topItems({ scores }, split, { users, k: 3 }).items, top.items);
  });

  test("finds a test positive exactly where its rank is within k", () => {
    const { items } = topItems(model, split, { k: 5, seen: ["train", "validation"] });
    const { users, items: positives, ranks } = rank(model, split, "test");
    users.forEach((user, row) => {
      const place = items.subarray(user * 5, (user + 1) * 5).indexOf(positives[row]);
      assert.equal(place + 1, ranks[row] <= 5 ? ranks[row] : 0);
    });
  });

  test("ends a user's list where the unseen items end, and keeps ties in order of item", () => {
    const equal = { scores: (users: Int32Array) => new Float32Array(users.length * itemCount) };
    const { items, scores } = topItems(equal, split, { users: [3], k: itemCount + 2 });
    const unseen = sorted(3, ["train", "validation", "test"]).sort((one, other) => one - other);
    assert.deepEqual([...items], [...unseen, ...new Array<number>(itemCount + 2 - unseen.length).fill(-1)]);
    assert.ok(Number.isNaN(scores[unseen.length]));
    assert.equal(scores[unseen.length - 1], 0);
  });

  test("names what is wrong with k, a user or a score", () => {
    assert.throws(() => topItems(model, split, { k: 0 }), /k must be a whole number from 1, but it is 0/);
    assert.throws(() => topItems(model, split, { users: [0, 40] }), /no user 40; users are 0 to 39/);
    const broken = { scores: (users: Int32Array) => new Float32Array(users.length * itemCount).fill(NaN) };
    assert.throws(() => topItems(broken, split, { users: [9] }), /item 0 for user 9 is not a number/);
  });
});

describe("recommend", () => {
  test("names every item and marks it as head or tail under the cut that was asked for", () => {
    const groups = popularityGroups(split.train, { headShare: 0.5 });
    const [{ user, userId, items }, ...others] = recommend(model, split, { users: [12], k: 20, groups });
    assert.deepEqual([user, userId, others], [12, "u12", []]);
    assert.deepEqual(
      items.map(({ item }) => item),
      sorted(12, ["train", "validation", "test"]).slice(0, 20),
    );
    for (const { item, itemId, title, group } of items) {
      assert.equal(itemId, split.data.itemIds[item]);
      assert.equal(title, split.data.itemTitles[item]);
      assert.equal(group, groups.isHead[item] === 1 ? "head" : "tail");
    }
    assert.deepEqual(new Set(items.map(({ group }) => group)), new Set(["head", "tail"]));
  });
});

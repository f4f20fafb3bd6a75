import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { meanLoss, positiveLosses, rank } from "../../lib/evaluation";
import { randomStream } from "../../lib/random";
import { leaveLastOut, popularityGroups } from "../../lib/splitting";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";

const split = leaveLastOut(tastefulInteractions());
const size = 5;
const random = randomStream(3, "vectors");
const vectors = (entities: number) =>
  Float32Array.from({ length: entities * size }, () => 4 * random.uniform() - 2);
const model = {
  userVectors: vectors(split.train.userCount),
  itemVectors: vectors(split.train.itemCount),
  size,
};
const score = (user: number, item: number): number => {
  let sum = 0;
  for (let at = 0; at < size; at++) {
    sum += model.userVectors[user * size + at] * model.itemVectors[item * size + at];
  }
  return sum;
};

describe("the loss of held-out positives", () => {
  test("is - log of the softmax over all items, as written out by hand", async () => {
    const losses = await expectNoLeakedTensors(() => positiveLosses(model, split, "validation"));
    const { users, items, itemCount } = split.validation;
    assert.equal(losses.length, users.length);
    losses.forEach((loss, row) => {
      const scores = Array.from({ length: itemCount }, (_, item) => score(users[row], item));
      const sum = scores.reduce((total, value) => total + Math.exp(value), 0);
      const expected = Math.log(sum) - scores[items[row]];
      assert.ok(Math.abs(loss - expected) < 1e-4, `row ${row}: ${loss}, not ${expected}`);
    });
  });

  test("of scores far from zero stays a number", () => {
    const far = { ...model, userVectors: model.userVectors.map((value) => 300 * value) };
    assert.ok(positiveLosses(far, split, "test").every((loss) => Number.isFinite(loss) && loss >= 0));
  });

  test("is averaged over a group's positives, and the groups' means make the overall one", () => {
    const losses = positiveLosses(model, split, "validation");
    const groups = popularityGroups(split.train, { headShare: 0.2 });
    const ranks = rank(model, split, "validation");
    const mean = (group: "overall" | "head" | "tail") => meanLoss(losses, ranks, groups, group)!;
    const head = ranks.items.filter((item) => groups.isHead[item] === 1).length;
    const joined = (head * mean("head") + (losses.length - head) * mean("tail")) / losses.length;
    assert.ok(head > 0 && head < losses.length);
    assert.ok(Math.abs(mean("overall") - joined) < 1e-6);
    const none = { ...groups, isHead: new Uint8Array(groups.isHead.length) };
    assert.equal(meanLoss(losses, ranks, none, "head"), null);
  });
});

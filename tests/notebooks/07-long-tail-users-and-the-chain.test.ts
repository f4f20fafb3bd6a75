import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { runChapter, smallDataset, type RunChapter } from "./chapter";

describe("chapter 07 on a small file", () => {
  let chapter: RunChapter;
  before(async () => {
    const { file } = smallDataset();
    chapter = await runChapter("07-long-tail-users-and-the-chain", {
      ...{ dataset: { interactions: file }, epochs: 2, userShots: 6, doublings: 5 },
    });
  });
  after(() => chapter?.close());

  test("cuts every active user to k samples", async () => {
    const [samples, most, users] = await chapter.value<number[]>(
      "[after.samples, after.most, train.userCount]",
    );
    assert.deepEqual([most, samples], [6, 6 * users]);
  });

  test("compares by users, with the identity control and as many further steps", async () => {
    assert.deepEqual(await chapter.value("byUser.methods.map(({ name }) => name)"), [
      ...["mirec-users", "F = identity", "longer-two-tower"],
    ]);
    assert.match(await chapter.value("byUser.card.sentence"), /Head: \d+ users/);
    const [own, identity] = await chapter.value<number[]>(
      "mapped.map(({ run }) => chosenOf(run).map.relativeChange)",
    );
    assert.ok(own > 0, "F moves something");
    assert.equal(identity, 0);
  });

  test("has a block for every doubling, and where the items enter adds up to all of them", async () => {
    assert.deepEqual(await chapter.value("blocks.map(({ shots }) => shots)"), [1, 2, 4, 8, 16]);
    const [items, all] = await chapter.value<number[]>(
      "[entries.map((block) => entering(itemGroups.counts.map((_, item) => item), block)).reduce((one, other) => one + other), train.itemCount]",
    );
    assert.equal(items, all);
    const left = await chapter.value<(number | null)[]>(
      "measured.map(({ remainingDistance }) => remainingDistance)",
    );
    assert.ok(left.length > 0 && left.every((share) => share! > 0 && share! < 2), `${left.join(", ")}`);
  });

  test("draws five charts", () => {
    assert.deepEqual(chapter.charts, [
      "Who gets the training samples",
      "How well two-tower serves head and tail",
      "Head for tail: NDCG@50",
      "What each block of the chain does",
      "Head for tail: NDCG@50",
    ]);
  });
});

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { runChapter, smallDataset, type RunChapter } from "./chapter";

interface Distance {
  readonly shots: number;
  readonly items: number;
  readonly remaining: number;
  readonly cosineAfter: number;
}

const near = (one: number, other: number, within: number): void =>
  assert.ok(Math.abs(one - other) <= within, `${one} is not within ${within} of ${other}`);

describe("chapter 04 on a small file", () => {
  let chapter: RunChapter;
  before(async () => {
    const { file } = smallDataset();
    chapter = await runChapter("04-from-few-shots-to-many", {
      ...{ dataset: { interactions: file }, epochs: 4, k: 16, shown: 2 },
    });
  });
  after(() => chapter?.close());

  test("follows items that F has not seen, from one shot on, in the space of the very two-tower it shows", async () => {
    const followed = await chapter.value<number[]>("followed");
    const taught = await chapter.value<number[]>(
      "[...new Set(teaching.items.filter((_, pair) => teaching.heldOut[pair] === 0))]",
    );
    assert.equal(followed.length, 2);
    assert.ok(taught.length > 5);
    assert.ok(followed.every((item) => !taught.includes(item)));
    const shots = await chapter.value<number[]>("pairsOf(followed[0]).map((pair) => teaching.shots[pair])");
    assert.deepEqual(shots, [1, 2, 4, 8]);
    const [base, shown] = await chapter.value<number[][]>(
      '[[...lt.rank(manyShot, split, "test").ranks], [...twoTower.ranks.test.ranks]]',
    );
    assert.deepEqual(base, shown);
  });

  test("F comes nearer to the many-shot vectors of items it has not seen; the identity does not move", async () => {
    const distances = await chapter.value<Distance[]>("distances");
    assert.deepEqual(
      distances.map(({ shots }) => shots),
      [1, 2, 4, 8],
    );
    for (const { remaining, cosineAfter } of distances) {
      assert.ok(remaining > 0.3 && remaining < 1, `${remaining} of the distance remains`);
      assert.ok(cosineAfter > 0.5 && cosineAfter <= 1);
    }
    const average = await chapter.value<Distance[]>("byAverage");
    assert.ok(average.every(({ remaining }) => remaining > 0 && remaining < 2));
    const control = await chapter.value<{ relativeChange: number; remainingDistance: number }>(
      "run.model.identityControl.map",
    );
    assert.deepEqual(control, { relativeChange: 0, remainingDistance: 1 });
  });

  test("its last paragraph holds the numbers that were computed", async () => {
    const prose = chapter.prose.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    const [first] = await chapter.value<Distance[]>("distances");
    const written = /Of the distance from 1 shot, (\d+) % remains/.exec(prose);
    assert.ok(written, prose);
    near(Number(written[1]), 100 * first.remaining, 0.51);
    const effect = await chapter.value<{ difference: number }>('effect("F", "tail")');
    const points = /on the tail: F = identity \S+ \[[^\]]+\], F ([+-]\d+\.\d+)/.exec(prose);
    assert.ok(points, prose);
    near(Number(points[1]), 100 * effect.difference, 0.006);
    assert.deepEqual(chapter.charts, [
      "From few shots to many",
      "How far from the many-shot vector?",
      "How F carries items of the tail",
      "Head for tail: NDCG@50",
      "Who is found, by popularity",
    ]);
  });
});

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { runChapter, smallDataset, type RunChapter } from "./chapter";

type Curve = readonly { readonly value: number; readonly ranks: readonly number[] }[];

const near = (one: number, other: number, within: number): void =>
  assert.ok(Math.abs(one - other) <= within, `${one} is not within ${within} of ${other}`);

describe("chapter 05 on a small file", () => {
  let chapter: RunChapter;
  const k = 10;
  before(async () => {
    const { file } = smallDataset();
    chapter = await runChapter("05-mirec", {
      ...{ dataset: { interactions: file }, epochs: 3, fewShotEpochs: 2, k },
    });
  });
  after(() => chapter?.close());

  const curve = (name: string): Promise<Curve> =>
    chapter.value(`${name}.map(({ value, runs }) => ({ value, ranks: [...runs[0].ranks.test.ranks] }))`);
  const ranksOf = (name: string): Promise<readonly number[]> =>
    chapter.value(`[...${name}[0].ranks.test.ranks]`);

  test("shows a draw of k samples of each popular item and all of the others", async () => {
    const [length, expected] = await chapter.value<number[]>(
      `[drawn.length, counts.reduce((total, count) => total + Math.min(count, ${k}), 0)]`,
    );
    assert.equal(length, expected);
  });

  test("its curve over lambda_p ends at the two-tower and begins where the curves over lambda and k are at its setting", async () => {
    const [weights, lambdas, shots] = [await curve("lambdaP"), await curve("lambda"), await curve("overK")];
    assert.deepEqual(weights[weights.length - 1].ranks, await ranksOf("twoTower"));
    assert.equal(weights[0].value, 0);
    assert.deepEqual(lambdas.find(({ value }) => value === 100)!.ranks, weights[0].ranks);
    assert.deepEqual(shots.find(({ value }) => value === k)!.ranks, weights[0].ranks);
    assert.notDeepEqual(weights[0].ranks, weights[weights.length - 1].ranks);
    assert.deepEqual((await curve("posthoc"))[0].ranks, await ranksOf("twoTower"));
  });

  test("F moves theta and its control does not", async () => {
    type Moved = { relativeChange: number; remainingDistance: number };
    const [moved, still] = await chapter.value<Moved[]>("[mapOf(both[0]), mapOf(identity[0])]");
    assert.ok(moved.relativeChange > 0.001 && moved.relativeChange < 1);
    assert.deepEqual(still, { relativeChange: 0, remainingDistance: 1 });
  });

  test("the buckets' parts add up to the overall gain, which the table of ablations has too", async () => {
    const [parts, whole, compared] = await chapter.value<number[]>(
      `[gain.buckets.reduce((total, { contribution }) => total + contribution, 0), gain.difference,
        cell("mirec", "overall").effect.difference]`,
    );
    near(parts, whole, 1e-9);
    near(compared, whole, 1e-6);
  });

  test("its last paragraph holds the numbers that were computed", async () => {
    const prose = chapter.prose.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    const written = /mirec: head ([+-]\d+\.\d+) \[/.exec(prose);
    assert.ok(written, prose);
    near(
      Number(written[1]),
      100 * (await chapter.value<number>('cell("mirec", "head").effect.difference')),
      0.006,
    );
    assert.deepEqual(chapter.charts, [
      "What the two models are trained on",
      "Training loss and NDCG@50 on validation",
      "NDCG@50 over lambda_p",
      "NDCG@50: head against tail",
      "Head for tail: NDCG@50",
      "NDCG@50 over lambda",
      "NDCG@50 over k",
      "Where mirec gains and loses NDCG@50",
      "Where mirec gains and loses NDCG@50",
    ]);
  });
});

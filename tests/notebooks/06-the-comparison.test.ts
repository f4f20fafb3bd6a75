import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as lt from "../../lib";
import { repository } from "../kernel/notebookClient";
import { runChapter, smallDataset, type RunChapter } from "./chapter";

describe("chapter 06 on a small file", () => {
  let chapter: RunChapter;
  before(async () => {
    // MeLU learns from users with 13 training samples or more.
    const { file } = smallDataset({ perUser: 16 });
    chapter = await runChapter("06-the-comparison", {
      datasets: [{ interactions: file }],
      epochs: 1,
      k: 20,
      itemK: 15,
      userK: 8,
      doublings: 2,
    });
  });
  after(() => chapter?.close());

  test("measures every method of the workbook, all on the same users", async () => {
    const methods = await chapter.value<string[]>("methods");
    const expected = lt.methods().map(({ method }) => method);
    assert.deepEqual(
      expected.filter((method) => !methods.includes(method)),
      [],
    );
    const sizes = await chapter.value<number[]>("[...new Set(runs.map(({ ranks }) => ranks.ranks.length))]");
    assert.deepEqual(sizes, [120]);
  });

  test("the plane's post-hoc curve starts at the two-tower, where tau is 0", async () => {
    const [curve, point] = await chapter.value<[number, number]>(
      `["posthoc-adjustment", "two-tower"].map((name) =>
        lt.headTailCurves(runs, groups, { metric }).find((one) => one.name === name)!.points[0].head.mean)`,
    );
    assert.ok(Math.abs(curve - point) < 1e-12, `${curve} is not ${point}`);
  });

  test("a verdict follows from its interval alone", async () => {
    const verdicts = await chapter.value<string[]>(
      "[all([1, 1]), all([1, 0]), all([1, -1]), all([sign([0.1, 0.2])]), all([sign([-0.2, -0.1])]), all([sign([-1, 1])])]",
    );
    assert.deepEqual(verdicts, [
      "held",
      "cannot be told",
      "did not hold",
      "held",
      "did not hold",
      "cannot be told",
    ]);
    const claims = await chapter.value<string[][]>("claims");
    assert.equal(claims.length, 9);
    const tail = /mirec, tail: .*\[(.+), (.+)\]/
      .exec(claims[3][1])!
      .slice(1)
      .map((end) => Number(end.replace("−", "-")));
    assert.equal(claims[3][2], tail[0] > 0 ? "held" : tail[1] < 0 ? "did not hold" : "cannot be told");
  });

  test("every function and every test of the fidelity table is there", async () => {
    const rows = await chapter.value<string[][]>("fidelity");
    for (const [, , name, file] of rows) {
      if (name.endsWith(".ts")) assert.ok(existsSync(join(repository, "lib", name)), name);
      else assert.equal(typeof (lt as Record<string, unknown>)[name], "function", name);
      assert.ok(existsSync(join(repository, file)), file);
    }
  });

  test("draws the plane, the gaps and the exchange", () => {
    assert.deepEqual(chapter.charts, [
      "NDCG@50: head against tail",
      "NDCG@50: head against tail",
      "NDCG@50 of the tail above a mere knob",
      "Head for tail: NDCG@50",
    ]);
    assert.match(chapter.prose, /it shows how the questions are asked, and answers none of them/);
  });
});

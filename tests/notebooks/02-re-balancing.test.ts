import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { runChapter, smallDataset, type RunChapter } from "./chapter";

describe("chapter 02 on a small file", () => {
  let chapter: RunChapter;
  before(async () => {
    const { file } = smallDataset();
    chapter = await runChapter("02-re-balancing", { dataset: { interactions: file }, epochs: 3 });
  });
  after(() => chapter?.close());

  test("each lever puts more of the weight on the tail than there is, the stronger the more; LogQ none", async () => {
    const [own, ...others] = await chapter.value<number[]>(
      "[tailWeight({ items: train.items }), ...settings.map(tailWeight)]",
    );
    const names = await chapter.value<string[]>("settings.map(({ method }) => method.name)");
    const ofMethod = (name: string) => others.filter((_, at) => names[at] === name);
    for (const name of ["over-sampling", "under-sampling", "class-balance"]) {
      const [weak, strong] = ofMethod(name);
      assert.ok(own < weak && weak < strong, `${name}: ${own}, ${weak}, ${strong}`);
    }
    assert.deepEqual(ofMethod("logq"), [own, own]);
  });

  test("gives every method about as many steps as the two-tower", async () => {
    const steps = await chapter.value<number[]>(
      "settings.map(({ method, items }) => (Number(method.options.epochs) * items.length) / train.items.length)",
    );
    for (const share of steps)
      assert.ok(share > 2 && share < 4, `${share} epochs over all samples, not about 3`);
  });

  test("starts every curve at the two-tower, and post-hoc adjustment too", async () => {
    const starts = await chapter.value<number[][]>(
      "lt.headTailCurves(curves, groups).map(({ points: [start] }) => [start.strength, start.head.mean, start.tail.mean])",
    );
    assert.equal(starts.length, 5);
    for (const [strength, head, tail] of starts) {
      assert.equal(strength, 0);
      assert.ok(Math.abs(head - starts[0][1]) < 1e-9 && Math.abs(tail - starts[0][2]) < 1e-9);
    }
  });

  test("writes its last paragraph from the numbers, and draws four charts", async () => {
    const tail = await chapter.value<number>("100 * tailShareOf(train.items)");
    const written = /The tail has (\d+)&#46;(\d) %/.exec(
      chapter.prose.replace(/\\(?=&#)|&#37;/g, (found) => (found === "\\" ? "" : "%")),
    );
    assert.ok(written, chapter.prose);
    assert.ok(Math.abs(Number(`${written[1]}.${written[2]}`) - tail) < 0.06);
    assert.deepEqual(chapter.charts, [
      "Where the training weight goes",
      "NDCG@50: head against tail",
      "Head for tail: NDCG@50",
      "HR@50 by the popularity of the positive",
    ]);
  });
});

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { runChapter, smallDataset, type RunChapter } from "./chapter";

describe("chapter 03 on a small file", () => {
  const epochs = 6;
  let chapter: RunChapter;
  before(async () => {
    const { file } = smallDataset();
    chapter = await runChapter("03-the-curriculum", { dataset: { interactions: file }, epochs, k: 20 });
  });
  after(() => chapter?.close());

  test("LTCur's second stage keeps all of the tail's samples and k of every head item", async () => {
    const [fewShot, tail, many] = await chapter.value<number[]>(
      "[curricula.ltcur[1].samples(1).length, byShots.tail.length, many]",
    );
    assert.ok(many > 5 && tail > 100);
    assert.equal(fewShot, tail + 20 * many);
  });

  test("its curves have both stages, start at a loss of log(items), and are those of the records", async () => {
    const curves =
      await chapter.value<Record<string, { head: number[]; tail: number[]; overall: number[] }>>("losses");
    const items = await chapter.value<number>("train.itemCount");
    for (const { head, tail, overall } of Object.values(curves)) {
      assert.deepEqual([head.length, tail.length], [2 * epochs, 2 * epochs]);
      assert.ok(Math.abs(overall[0] - Math.log(items)) < 0.3, `${overall[0]}, not about ${Math.log(items)}`);
    }
    assert.ok(curves.ltcur.overall[epochs - 1] < curves.ltcur.overall[0], "all samples are learnt from");
    const [change, from] = await chapter.value<number[]>(
      '[rise("head2tail", "head"), handedOn("head2tail")]',
    );
    const { head } = curves.head2tail;
    assert.ok(from >= 1 && from <= epochs);
    assert.ok(Math.abs(change - (head[2 * epochs - 1] - head[from - 1])) < 1e-9);
  });

  test("sets the curricula beside the two-tower and its longer control", async () => {
    assert.deepEqual(await chapter.value("comparison.methods.map(({ name }) => name)"), [
      ...["two-tower", "longer-two-tower", "head2tail", "tail2head", "ltcur"],
    ]);
    const [two, longer] = await chapter.value<number[]>("controls.map(({ history }) => history.length)");
    assert.equal(two, epochs);
    assert.ok(longer > epochs && longer <= 2 * epochs);
  });

  test("judges the article's three sentences, and draws four charts", () => {
    assert.equal(chapter.prose.match(/(holds|does not hold) here/g)?.length, 3);
    assert.deepEqual(chapter.charts, [
      "Which samples are seen when",
      "Validation loss of head and tail",
      "NDCG@50 of head and tail on validation",
      "Head for tail: NDCG@50",
    ]);
  });
});

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { runChapter, smallDataset, type RunChapter } from "./chapter";

describe("chapter 08 on a small file", () => {
  let chapter: RunChapter;
  before(async () => {
    const { file } = smallDataset();
    chapter = await runChapter("08-look-inside", {
      ...{ dataset: { interactions: file }, epochs: 3, tau: 1, userId: "u7", itemId: "i60" },
    });
  });
  after(() => chapter?.close());

  test("shows the user and the item that were asked for", async () => {
    assert.equal(await chapter.value("data.userIds[user]"), "u7");
    assert.match(chapter.prose, /User \*\*u7\*\* has 12 training samples/);
    const had = await chapter.value<number[]>("[...past]");
    assert.equal(had.length, 12);
    const shown = await chapter.value<number[][]>("lists.map(({ items }) => items.map(({ item }) => item))");
    for (const list of shown) {
      assert.equal(list.length, 10);
      assert.ok(
        list.every((item) => !had.includes(item)),
        "what was had is not shown",
      );
    }
  });

  test("the exposure of all lists adds up, and a strong knob gives the tail more of it", async () => {
    const places = await chapter.value<number[]>("exposures.map(({ places }) => places)");
    assert.deepEqual(places, [1200, 1200, 1200]);
    const [two, , knob] = await chapter.value<number[]>("exposures.map(({ share }) => share.tail)");
    assert.ok(knob > two + 0.1, `${knob} against ${two}`);
    const coverage = await chapter.value<number[]>("exposures.map(({ coverage }) => coverage.tail)");
    assert.ok(coverage[2] > coverage[0], `${coverage[2]} against ${coverage[0]}`);
    const [trained] = await chapter.value<number[]>("[asPlaces.places]");
    assert.equal(trained, 120 * 12);
  });

  test("its last paragraph holds the numbers that were computed", async () => {
    const [two] = await chapter.value<number[]>("exposures.map(({ share }) => share.tail)");
    const written = /two-tower fills (\d+)&#46;(\d) % of its places/.exec(
      chapter.prose.replace(/&#37;/g, "%"),
    );
    assert.ok(written, chapter.prose);
    assert.ok(Math.abs(Number(`${written[1]}.${written[2]}`) - 100 * two) < 0.06);
    assert.deepEqual(chapter.charts, [
      "Head and tail by method",
      "How popular what one user is shown is",
      "Tail items among an item's neighbours",
      "Who gets the places in the lists",
      "Where the places in the lists go",
    ]);
  });
});

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { resultData } from "../kernel/notebookClient";
import { runChapter, smallDataset, type RunChapter } from "./chapter";

describe("chapter 09 on a sample of a small file", () => {
  let chapter: RunChapter;
  before(async () => {
    const { file } = smallDataset();
    chapter = await runChapter("09-your-own-data-and-method", {
      ...{ dataset: { interactions: file }, epochs: 2 },
    });
  });
  after(() => chapter?.close());

  test("reads its own sample back as a third of the users, with real times", async () => {
    assert.deepEqual(
      await chapter.value(
        "[data.userIds.length, data.timeScope, data.provenance.badRowCount, data.users.length]",
      ),
      [40, "global", 0, 40 * 14],
    );
  });

  test("shows one sentence for each mistake, and never nothing", () => {
    const tables = chapter.executions
      .map((execution) => (resultData(execution)["text/html"] as string | undefined) ?? "")
      .filter((html) => html.includes("what is said"));
    const rows = tables.flatMap((html) => html.match(/<tr>.*?<\/tr>/g)!.slice(1));
    assert.equal(rows.length, 12);
    assert.ok(rows.every((row) => !row.includes("Nothing is said") && !/\/tmp|longtail-own/.test(row)));
    assert.match(rows[0], /did you mean &quot;orders\.csv&quot;/);
    assert.match(rows[4], /2020-02-31/);
    assert.match(rows[7], /did you mean &quot;epochs&quot;/);
  });

  test("compares five methods; the leak is perfect and what is all alike earns nothing", async () => {
    const names = ["most-popular", "two-tower", "logq", "power-weights", "chosen-together"];
    assert.deepEqual(await chapter.value("runs.map(({ method }) => method)"), names);
    assert.deepEqual(
      await chapter.value(
        `Object.values(suspects).slice(1).map((ranks) => lt.overallMetric(lt.hitRate(10), ranks))`,
      ),
      [1, 0],
    );
    assert.match(chapter.prose, /The leak found 100&#46;0 % of the test positives/);
    assert.equal(chapter.charts.length, 4);
  });

  test("the method from scratch scores as its formula says, and finds what goes together", async () => {
    const [own, popular] = await chapter.value<number[]>(
      "[4, 0].map((at) => lt.overallMetric(lt.ndcg(10), runs[at].ranks.test))",
    );
    assert.ok(own > popular, `${own} against ${popular}`);
    const [score, formula] = await chapter.value<[number, number]>(`(async () => {
      const { scores } = (await lt.fit(together, split)) as unknown as lt.FunctionScorer;
      const had = (user: number) => [...lt.historyOf(split.train, user)];
      const counts = lt.itemCounts(split.train);
      let sum = 0;
      for (const one of had(5)) for (let user = 0; user < split.train.userCount; user++) {
        if (one !== 7 && had(user).includes(one) && had(user).includes(7)) sum += 1 / Math.sqrt(counts[one] * counts[7]);
      }
      return [scores(Int32Array.of(5))[7], sum];
    })()`);
    assert.ok(formula > 0 && Math.abs(score - formula) < 1e-5, `${score} is not ${formula}`);
  });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { repository } from "../kernel/notebookClient";
import { runChapter, smallDataset, type RunChapter } from "./chapter";

const python = join(repository, ".venv", "bin", "python");
const hasNumpy = spawnSync(python, ["-c", "import numpy"]).status === 0;

describe("chapter 10 on a small file", { skip: !hasNumpy && "numpy is not in .venv" }, () => {
  let chapter: RunChapter;
  before(async () => {
    const { file } = smallDataset();
    chapter = await runChapter("10-serving", {
      ...{ dataset: { interactions: file }, epochs: 2, shots: 20, catalogues: [200, 2000], python },
    });
  });
  after(() => chapter?.close());

  test("Python makes the same lists of the exported files", async () => {
    const [alike, places] = await chapter.value<[number, number]>("[alike, places]");
    assert.equal(places, 1200);
    // Sums of floats in another order may turn round two items whose scores agree to seven digits.
    assert.ok(alike >= places - 6, `${alike} of ${places}`);
    const files = await chapter.value<string[]>("files");
    for (const name of files) assert.ok(existsSync(join(await chapter.value<string>("folder"), name)));
  });

  test("MIRec's vectors are two models' written one after the other, and score as their blend", async () => {
    assert.deepEqual(await chapter.value("names.map((name) => models[name].size)"), [64, 128]);
    const [served, blend] = await chapter.value<[number, number]>(`(() => {
      const dot = (model: lt.VectorScorer) => {
        const x = model.userVectors.subarray(3 * model.size, 4 * model.size);
        return x.reduce((sum, value, place) => sum + value * model.itemVectors[7 * model.size + place], 0);
      };
      return [dot(blended), 0.5 * dot(manyShot) + 0.5 * dot(mapped)];
    })()`);
    assert.ok(Math.abs(served - blend) < 1e-4, `${served} is not ${blend}`);
  });

  test("eight bits change the metric of no group by more than a twentieth of itself, and 0.2 points", async () => {
    const [before, after] = await chapter.value<number[][]>(
      "[0, 1].map((index) => lt.allGroups.map((group) => at(rounded[index], group)))",
    );
    before.forEach((value, group) => assert.ok(Math.abs(after[group] - value) <= 0.05 * value + 0.002));
    assert.equal(chapter.charts.length, 3);
    assert.match(chapter.prose, /Python made 120 lists/);
  });
});

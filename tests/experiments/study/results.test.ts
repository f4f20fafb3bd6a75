import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { checkStudy, readStudyReport, type Study } from "../../../lib/experiments";
import { allGroups } from "../../../lib/splitting";

const folder = join(__dirname, "..", "..", "..", "studies");
const files = readdirSync(folder);

describe("the workbook's studies", () => {
  for (const file of files.filter((name) => !name.endsWith(".result.json"))) {
    const study = JSON.parse(readFileSync(join(folder, file), "utf8")) as Study;

    test(`${file} is one`, () => {
      assert.deepEqual(checkStudy(study), study);
    });

    const result = file.replace(/json$/, "result.json");
    const isMeasured = files.includes(result);
    test(
      `${result} is its result, and says of every method what was measured`,
      { skip: !isMeasured },
      async () => {
        const report = await readStudyReport(join(folder, result));
        assert.deepEqual(report.study, study);
        const told = new Set([...report.methods, ...report.left].map(({ name }) => name));
        for (const { name, method } of study.methods) assert.ok(told.has(name ?? method), name ?? method);
      },
    );
  }

  test("have the numbers that the README gives", async () => {
    const report = await readStudyReport(join(folder, "ml-100k.result.json"));
    const readme = readFileSync(join(folder, "..", "README.md"), "utf8");
    const [, section] = readme.split("## What it has found so far");
    const rows = section
      .split("\n## ")[0]
      .matchAll(/^\| (\S.*?) +\| ([\d.]+) +\| ([\d.]+) +\| ([\d.]+) +\|$/gm);
    const given = [...rows].map(([, name, ...numbers]) => [name, ...numbers]);
    assert.ok(given.length >= 7);
    for (const [name, ...numbers] of given) {
      const row = report.methods.find(
        (one) => one.name === name && (one.criterion === "harmonic" || name === "two-tower"),
      );
      assert.deepEqual(
        numbers,
        allGroups.map((group) => (100 * row!.test[group]["NDCG@50"].mean!).toFixed(2)),
        name,
      );
    }
  });
});

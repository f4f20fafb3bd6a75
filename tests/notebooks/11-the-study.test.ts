import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  inThisProcess,
  readStudyReport,
  runStudy,
  studyReport,
  type StudyReport,
} from "../../lib/experiments";
import { runChapter, smallDataset, type RunChapter } from "./chapter";

/** The result of a study of moments on a small file. */
async function smallResult(): Promise<{ readonly result: string; readonly report: StudyReport }> {
  const { folder, file } = smallDataset();
  const records = join(folder, "records");
  const mirec = {
    ...{ method: "mirec", chooses: true },
    options: { k: 10, fewShotEpochs: 2, metaHiddenSize: 4, identityControl: false },
    curve: { blendGrid: [[0], [0.5], [1]] },
  };
  const identity = { ...mirec, name: "mirec, F = identity", options: { ...mirec.options, form: "identity" } };
  const same = {
    ...{ name: "mirec, but F = identity", method: "mirec", like: "mirec" },
    options: { form: "identity" },
  };
  const measured = await runStudy(
    {
      data: { interactions: file },
      seeds: [0, 1],
      base: {
        method: "two-tower",
        options: { embeddingSize: 8, hiddenSizes: [16], outputSize: 8, learningRate: 0.01, epochs: 4 },
      },
      notes: ["Settings of moments."],
      references: ["posthoc-adjustment"],
      contrasts: [["mirec", "mirec, but F = identity"]],
      methods: [
        { method: "posthoc-adjustment", curve: { tauGrid: [[0], [0.5], [1]] } },
        { method: "logq", options: { lambdaC: 0.5 } },
        ...[{ method: "over-sampling" }, { method: "under-sampling" }].map((each) => ({
          ...each,
          options: { count: 8 },
        })),
        ...[mirec, identity, same],
        { name: "mirec, over k", method: "mirec", like: "mirec", curve: { k: [5, 20] } },
      ],
    },
    { records, executor: inThisProcess({ records }), onProgress: () => undefined },
  );
  const result = join(folder, "result.json");
  writeFileSync(result, JSON.stringify(studyReport(measured)));
  return { result, report: await readStudyReport(result) };
}

describe("chapter 11 on a small study", () => {
  let chapter: RunChapter;
  let report: StudyReport;
  before(async () => {
    const made = await smallResult();
    report = made.report;
    chapter = await runChapter("11-the-study", { study: made.result });
  });
  after(() => chapter?.close());

  test("shows every method by the criterion asked for, in the planes and above the curve", async () => {
    assert.deepEqual(chapter.charts, [
      "NDCG@50: head against tail",
      "NDCG@50: head against tail",
      "NDCG@50: head against tail",
      "NDCG@50: head against tail",
      "NDCG@50 of the tail above a mere knob",
    ]);
    assert.deepEqual(await chapter.value("methods.map(({ name, criterion: by }) => [name, by])"), [
      ["two-tower", "overall"],
      ...report.methods
        .filter(({ name, criterion }) => criterion === "harmonic" && name !== "mirec, over k")
        .map(({ name }) => [name, "harmonic"]),
    ]);
  });

  test("judges each claim by the interval that the study measured", async () => {
    const claims = await chapter.value<string[][]>("claims");
    const [, , verdict] = claims.find(([claim]) => claim.startsWith("MIRec lifts the tail"))!;
    const { gains } = report.methods.find(
      ({ name, criterion }) => name === "mirec" && criterion === "harmonic",
    )!;
    const [low, high] = gains!.tail!.interval!;
    assert.equal(verdict, low > 0 ? "held" : high < 0 ? "did not hold" : "cannot be told");
    assert.ok(claims.some(([claim]) => claim.includes("item-level transfer alone")));
    assert.ok(!claims.some(([claim]) => claim.startsWith("ClassBalance")), "it was not measured");
  });

  test("says which method reaches the aim: the tail up, the head kept, above the knobs' curve", async () => {
    const reaching = report.methods
      .filter(({ name, criterion }) => criterion === "harmonic" && name !== "mirec, over k")
      .filter(
        ({ gains, aboveReferences }) =>
          gains!.tail!.relativeDifference! >= 0.15 &&
          gains!.head!.relativeInterval![0] > -0.01 &&
          (aboveReferences?.interval?.[0] ?? -1) > 0,
      )
      .map(({ name }) => name);
    assert.deepEqual(await chapter.value("reached"), reaching);
    assert.match(chapter.prose, /Reached by: /);
  });

  test("says in its last paragraph what was seen and what is left", () => {
    assert.match(chapter.prose, /Best in NDCG@50: overall/);
    assert.match(chapter.prose, /Not measured: nothing is left/);
  });
});

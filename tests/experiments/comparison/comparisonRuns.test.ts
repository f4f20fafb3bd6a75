import assert from "node:assert/strict";
import { test } from "node:test";
import { comparisonRuns, type ExperimentResult } from "../../../lib/experiments";
import { drawnRanks } from "./fixtures";

const ranks = { test: drawnRanks(0), validation: { ...drawnRanks(1), part: "validation" as const } };
const results = [
  { method: "logq", seed: 3, ranks, record: { tuning: { tried: 8 } }, options: { lambda: 0.3 } },
  { method: "ease", seed: 0, ranks, record: { tuning: null }, options: {} },
];

test("results of experiments become runs of the test part, with the number of settings tried", () => {
  assert.deepEqual(comparisonRuns(results), [
    { name: "logq", seed: 3, ranks: ranks.test, settingsTried: 8 },
    { name: "ease", seed: 0, ranks: ranks.test },
  ]);
});

test("results can be named, given a strength and taken from validation", () => {
  const runs = comparisonRuns(results, {
    part: "validation",
    name: ({ method }) => `my ${method}`,
    strength: ({ options }) => options.lambda,
  });
  assert.deepEqual(runs, [
    { name: "my logq", seed: 3, ranks: ranks.validation, strength: 0.3, settingsTried: 8 },
    { name: "my ease", seed: 0, ranks: ranks.validation },
  ]);
});

test("takes what lt.experiment gives", () => {
  const none: ExperimentResult[] = [];
  assert.deepEqual(comparisonRuns(none), []);
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { randomSettings } from "../../../lib/experiments/tuning";

describe("random search", () => {
  const space = {
    k: { from: 1, to: 4, whole: true },
    learningRate: { from: 1e-4, to: 1e-1, scale: "log" },
    form: ["rows", "identity"],
  } as const;

  test("draws different settings within the space, the same from the same seed", () => {
    const settings = randomSettings(space, 200, 1);
    assert.equal(new Set(settings.map((setting) => JSON.stringify(setting))).size, 200);
    for (const { k, learningRate, form } of settings as { k: number; learningRate: number; form: string }[]) {
      assert.ok([1, 2, 3, 4].includes(k));
      assert.ok(learningRate >= 1e-4 && learningRate <= 1e-1);
      assert.ok(["rows", "identity"].includes(form));
    }
    assert.deepEqual(randomSettings(space, 200, 1), settings);
    assert.notDeepEqual(randomSettings(space, 200, 2), settings);
  });

  test("adds to what fewer draws have drawn", () => {
    assert.deepEqual(randomSettings(space, 50, 3).slice(0, 20), randomSettings(space, 20, 3));
  });

  test("gives whole numbers and decades of a log scale equal shares", () => {
    const settings = randomSettings(space, 4000, 5) as { k: number; learningRate: number }[];
    const share = (belongs: (setting: (typeof settings)[number]) => boolean): number =>
      settings.filter(belongs).length / settings.length;
    for (const k of [1, 2, 3, 4]) assert.ok(Math.abs(share((one) => one.k === k) - 1 / 4) < 0.03);
    assert.ok(Math.abs(share(({ learningRate }) => learningRate < 1e-3) - 1 / 3) < 0.03);
  });

  test("gives all settings of a space that has fewer than were asked for", () => {
    const all = randomSettings({ a: [1, 2], b: [true, false, null] }, 100, 0);
    assert.equal(all.length, 6);
  });
});

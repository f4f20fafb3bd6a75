import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { optionSettings, planRuns, type Plan } from "../../../lib/experiments/plan";
import { secondsLeft } from "../../../lib/experiments/plan/timeLeft";

describe("the runs of a plan", () => {
  test("come data set by data set, then seed by seed, then method by method, then setting by setting", () => {
    const plan: Plan = {
      data: ["ml-100k", { name: "ml-1m" }],
      methods: ["ease", { method: "mirec", options: { lambda: 1 }, grid: { k: [60, 150] } }],
      seeds: [1, 0],
    };
    const runs = planRuns(plan);
    assert.deepEqual(
      runs
        .slice(0, 6)
        .map(({ specification: { data, method, options, seed } }) => [data, method, options, seed]),
      [
        [{ name: "ml-100k" }, "ease", {}, 1],
        [{ name: "ml-100k" }, "mirec", { lambda: 1, k: 60 }, 1],
        [{ name: "ml-100k" }, "mirec", { lambda: 1, k: 150 }, 1],
        [{ name: "ml-100k" }, "ease", {}, 0],
        [{ name: "ml-100k" }, "mirec", { lambda: 1, k: 60 }, 0],
        [{ name: "ml-100k" }, "mirec", { lambda: 1, k: 150 }, 0],
      ],
    );
    assert.equal(runs.length, 12);
    assert.deepEqual(
      runs.map(({ index }) => index),
      [...runs.keys()],
    );
  });

  test("are plain JSON, tied to no process", () => {
    const plan: Plan = {
      data: ["ml-100k"],
      methods: [{ method: "mirec", grid: { k: [1, 2] } }],
      headShare: 0.1,
    };
    const runs = planRuns(plan);
    assert.deepEqual(JSON.parse(JSON.stringify(runs)), runs);
  });

  test("hold what the plan says twice once, and are split as the plan says", () => {
    const split = { kind: "random-hold-out", seed: 5 } as const;
    const plan: Plan = {
      data: ["ml-100k", "ml-100k"],
      methods: ["ease", { method: "ease" }, "melu"],
      seeds: [0, 0],
      split,
    };
    const runs = planRuns(plan);
    assert.deepEqual(
      runs.map(({ specification }) => [specification.method, specification.split]),
      [
        ["ease", split],
        ["melu", split],
      ],
    );
  });

  test("are split by what is known of the data's times, where the plan does not say", () => {
    const runs = planRuns({
      data: ["ml-100k", "book-crossing", { interactions: "mine.csv" }],
      methods: ["ease"],
    });
    assert.deepEqual(
      runs.map(({ specification }) => specification.split),
      [{ kind: "leave-last-out" }, { kind: "random-hold-out", seed: 0 }, { kind: "by-times", seed: 0 }],
    );
  });

  test("are one a combination of the grid's values, all different", () => {
    const values = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), values, { maxKeys: 4 }), (grid) => {
        const settings = optionSettings(grid);
        const expected = Object.values(grid).reduce((product, { length }) => product * length, 1);
        assert.equal(settings.length, expected);
        assert.equal(new Set(settings.map((setting) => JSON.stringify(setting))).size, expected);
        for (const setting of settings) {
          assert.deepEqual(Object.keys(setting), Object.keys(grid));
          for (const [option, value] of Object.entries(setting)) {
            assert.ok(grid[option].includes(value as number));
          }
        }
      }),
    );
  });
});

describe("the time left", () => {
  const run = (kind: string, seconds: number) => ({ kind, seconds });

  test("is unknown before a run has ended", () => {
    assert.equal(secondsLeft([], [run("a", 3)], 2), null);
  });

  test("goes by runs of the same kind, shared among those that run at once", () => {
    const ended = [run("slow", 100), run("fast", 10), run("fast", 20)];
    assert.equal(secondsLeft(ended, [run("fast", 0), run("fast", 0), run("slow", 40)], 1), 90);
    assert.equal(secondsLeft(ended, [run("fast", 0), run("fast", 0), run("slow", 40)], 2), 60);
    assert.equal(secondsLeft([run("a", 10), run("b", 20)], [run("c", 0)], 1), 15);
  });

  test("is never below nought, whatever a run takes longer than expected", () => {
    assert.equal(secondsLeft([run("a", 1)], [run("a", 50)], 1), 0);
    assert.equal(secondsLeft([run("a", 1)], [], 4), 0);
  });
});

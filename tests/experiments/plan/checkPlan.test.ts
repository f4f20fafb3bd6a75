import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkPlan } from "../../../lib/experiments/plan";

const sound = { data: ["ml-100k"], methods: ["most-popular"] };

/** [what is wrong, the plan, the whole sentence] */
const wrong: readonly (readonly [string, unknown, string | RegExp])[] = [
  ["is no object", [], "The plan is [], but must be an object."],
  ["has a misspelt key", { ...sound, seed: [1] }, 'The plan has no "seed"; did you mean "seeds"?'],
  ["lacks methods", { data: ["ml-100k"] }, "The plan's methods is missing; it must be a list."],
  ["has no data set", { ...sound, data: [] }, "The plan's data is [], but must have a length of at least 1."],
  [
    "names a data set that does not exist",
    { ...sound, data: ["ml-100k", "ml-2m"] },
    /^The plan's data\[1\]: There is no data set "ml-2m" in data\/catalog\.json/,
  ],
  [
    "names a method that does not exist",
    { ...sound, methods: ["most-popular", "mirce"] },
    /^The plan's methods\[1\]: There is no method "mirce"; did you mean "mirec"\?/,
  ],
  [
    "has a misspelt key in a method",
    { ...sound, methods: [{ method: "mirec", option: {} }] },
    'The plan\'s methods[0] has no "option"; did you mean "options"?',
  ],
  [
    "has a grid value that is no list",
    { ...sound, methods: [{ method: "mirec", grid: { k: 60 } }] },
    "The plan's methods[0].grid.k is 60, but must be a list.",
  ],
  [
    "has an option that the method does not take",
    { ...sound, methods: ["ease", { method: "mirec", options: { kk: 1 } }] },
    'The plan\'s methods[1]: mirec has no option "kk"; did you mean "k"?',
  ],
  [
    "has a setting out of range",
    { ...sound, methods: [{ method: "mirec", grid: { k: [60, -1] } }] },
    'The plan\'s methods[0] (k = -1): Option "k" of mirec is -1, but must be above 0.',
  ],
  [
    "says an option twice",
    { ...sound, methods: [{ method: "mirec", options: { k: 1 }, grid: { k: [2] } }] },
    'The plan\'s methods[0] has "k" both in options and in grid; say it in one of them alone.',
  ],
  ["has a seed that is not whole", { ...sound, seeds: [0, 1.5] }, /^The plan's seeds\[1\] is 1\.5, but must/],
  [
    "has an unknown split",
    { ...sound, split: { kind: "leave-first-out" } },
    /^The plan's split\.kind is "leave-first-out", but/,
  ],
  [
    "has a budget that is none",
    { ...sound, budget: { runs: 0 } },
    "The plan's budget.runs is 0, but must be above 0.",
  ],
  ["has own data without a file", { ...sound, data: [{ items: "i.csv" }] }, /^The plan's data\[0\]/],
];

describe("checkPlan", () => {
  for (const [what, plan, sentence] of wrong) {
    test(`names the place where a plan ${what}`, () => {
      assert.throws(
        () => checkPlan(plan),
        (error: Error) => {
          if (typeof sentence === "string") assert.equal(error.message, sentence);
          else assert.match(error.message, sentence);
          return true;
        },
      );
    });
  }

  test("names everything that is wrong with the shape at once", () => {
    assert.throws(
      () => checkPlan({ data: "ml-100k", methods: [], seeds: ["0"] }),
      /The plan's data is .* The plan's methods is .* The plan's seeds\[0\] is "0"/,
    );
  });

  test("takes a plan as a JSON file has it, with grids, a split and a budget", () => {
    const plan: unknown = JSON.parse(
      JSON.stringify({
        data: ["ml-100k", { name: "book-crossing", explicitOnly: true }, { interactions: "mine.csv" }],
        split: { kind: "random-hold-out", seed: 3 },
        headShare: 0.1,
        methods: [
          "ease",
          { method: "mirec", options: { lambda: 1 }, grid: { k: [60, 150], form: ["rows", "identity"] } },
        ],
        seeds: [0, 1],
        budget: { seconds: 60, runs: 3 },
      }),
    );
    assert.equal(checkPlan(plan), plan);
  });
});

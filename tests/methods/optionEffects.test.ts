import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { candidateEffects, defaultCandidates } from "../../lib/losses";
import { longerTwoTower, melu, mirec, mirecStages, mirecUsers, twoTower } from "../../lib/methods";
import { withoutEffect } from "../../lib/methods/optionEffects";

const ofCandidates = (options: Readonly<Record<string, unknown>>): string[] =>
  withoutEffect(candidateEffects, { ...defaultCandidates, ...options }, { ...defaultCandidates });

describe("withoutEffect", () => {
  test("names an option that was changed and has no effect, and where it has one", () => {
    assert.deepEqual(ofCandidates({ candidates: "all", draws: 64 }), [
      '"draws" is 64, which has an effect with candidates "drawn" only (now "all")',
    ]);
    assert.match(ofCandidates({ corrected: false })[0], /"batch" or "drawn" only/);
    assert.match(
      ofCandidates({ candidates: "batch", frequencyRate: 0.1 })[0],
      /with frequency "streamed" only \(now "counted"\)/,
    );
    assert.equal(ofCandidates({ candidates: "drawn", frequency: "streamed" }).length, 1);
  });

  test("finds nothing where nothing was changed, whatever the candidates", () => {
    fc.assert(
      fc.property(fc.constantFrom("all", "batch", "drawn"), (candidates) => {
        assert.deepEqual(ofCandidates({ candidates }), []);
      }),
    );
  });
});

describe("a method", () => {
  const contradictory: readonly [() => unknown, RegExp][] = [
    [
      () => twoTower({ draws: 64 }),
      /In two-tower, option "draws" is 64, which has an effect with candidates/,
    ],
    [
      () => mirec({ beta: 0.01 }),
      /In mirec, option "beta" is 0.01, .* update "algorithm1" only \(now "joint"\)/,
    ],
    [() => mirecUsers({ localSteps: 2 }), /In mirec-users, option "localSteps" is 2, .* update "algorithm1"/],
    [
      () => mirec({ transfer: "item-level", form: "flattened" }),
      /"form" is "flattened", but transfer "item-level"/,
    ],
    [() => mirecStages({ layerDraws: 5 }), /"layerDraws" is 5, .* with reading "last-layer" only/],
    [
      () => mirecStages({ reading: "last-layer", groups: 3 }),
      /"groups" is 3, .* reading "item-vectors" only/,
    ],
    [
      () => longerTwoTower({ furtherEpochs: 10, k: 60 }),
      /"k" is 60, .* with furtherEpochs null only \(now 10\)/,
    ],
    [
      () => melu({ innerSteps: 0, order: "second" }),
      /"order" is "second", which has no effect with innerSteps 0; leave it out\./,
    ],
    [
      () => mirecUsers({ side: "items" as "users" }),
      /Option "side" of mirec-users is "items", but it is one of "users", "both"/,
    ],
  ];
  test("refuses an option that has no effect, or that contradicts another, in one sentence", () => {
    for (const [create, sentence] of contradictory) assert.throws(create, sentence);
  });

  test("takes its own complete options again, as a record gives them", () => {
    for (const create of [mirec, mirecUsers, mirecStages, longerTwoTower, melu] as const) {
      const { options } = create();
      assert.deepEqual(create(options).options, options);
    }
    for (const changed of [
      mirec({ transfer: "item-level" }),
      mirec({ update: "algorithm1", beta: 0.01, weightDecay: 0.1 }),
    ])
      assert.deepEqual(mirec(changed.options).options, changed.options);
    const layers = mirecStages({ reading: "last-layer", layerDraws: 5 });
    assert.deepEqual(mirecStages(layers.options).options, layers.options);
  });
});

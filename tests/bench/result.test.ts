import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Bench, Measured } from "../../bench/harness/bench";
import { benchResult } from "../../bench/harness/result";
import { resultsTable } from "../../bench/harness/resultsTable";

const bench: Bench = {
  name: "some-step",
  unit: "s/step",
  needsPython: false,
  targets: [{ of: "ratio", atMost: 1 }],
  measure: () => Promise.reject(new Error("not measured in a test")),
};

function measured(ours: number[], other: number[], more: Partial<Measured> = {}): Measured {
  return { oursLabel: "ours", otherLabel: "theirs", ours, other, notes: [], ...more };
}

describe("what a bench came to", () => {
  test("is the median of each side, and of the ratios within the pairs", () => {
    const result = benchResult(bench, measured([2, 3, 10], [4, 3, 5]));
    assert.equal(result.oursMedian, 3);
    assert.equal(result.otherMedian, 4);
    assert.deepEqual([result.ratioMin, result.ratioMedian, result.ratioMax], [0.5, 1, 2]);
    assert.equal(result.met, true);
  });

  test("does not change when the machine slows down for a whole pair", () => {
    const seconds = fc.double({ min: 0.001, max: 10, noNaN: true });
    const pair = fc.tuple(seconds, seconds, fc.integer({ min: 1, max: 64 }));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
        const quiet = benchResult(
          bench,
          measured(
            pairs.map(([ours]) => ours),
            pairs.map(([, other]) => other),
          ),
        );
        const slowed = benchResult(
          bench,
          measured(
            pairs.map(([ours, , slowdown]) => ours * slowdown),
            pairs.map(([, other, slowdown]) => other * slowdown),
          ),
        );
        assert.ok(Math.abs(slowed.ratioMedian! / quiet.ratioMedian! - 1) < 1e-9);
      }),
    );
  });

  test("meets its targets only when it meets every one", () => {
    const both: Bench = {
      ...bench,
      targets: [
        { of: "ratio", atMost: 1 },
        { of: "peak memory", atMost: 1.5 },
      ],
    };
    const within = benchResult(both, measured([1], [2], { peakBytes: { ours: 3, other: 2 } }));
    const beyond = benchResult(both, measured([1], [2], { peakBytes: { ours: 4, other: 2 } }));
    assert.equal(within.met, true);
    assert.equal(beyond.met, false);
    assert.deepEqual(
      beyond.targets.map(({ met }) => met),
      [true, false],
    );
  });

  test("has no ratio where there is nothing to compare with, and a target of seconds still counts", () => {
    const clock: Bench = { ...bench, targets: [{ of: "ours", atMost: 3 }] };
    const result = benchResult(clock, measured([4, 2, 2], [], { otherLabel: null }));
    assert.deepEqual([result.ratioMedian, result.otherMedian], [null, null]);
    assert.equal(result.met, true);
    assert.match(resultsTable([result]), /some-step +2\.00 s +- +- +- +3\.00 s +met/);
  });

  test("is refused where the two sides ran a different number of blocks", () => {
    assert.throws(() => benchResult(bench, measured([1, 2], [1])), /2 blocks of ours and 1 of the other/);
  });
});

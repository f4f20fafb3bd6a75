import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { meanMetric, metricNamed } from "../../../lib/evaluation";
import { curveGap, headTailCurves, type ComparisonRun } from "../../../lib/experiments/comparison";
import { envelopeAt, gapAbove } from "../../../lib/experiments/comparison/gapAbove";
import { upperEnvelope, type PlanePoint } from "../../../lib/experiments/comparison/upperEnvelope";
import { drawnRanks, groupsOf, ranksOf } from "./fixtures";

const close = (value: number | null | undefined, expected: number, tolerance = 1e-9): void =>
  assert.ok(
    typeof value === "number" && Math.abs(value - expected) <= tolerance,
    `${value} is not ${expected}`,
  );

const points = (pairs: readonly (readonly [number, number])[]): PlanePoint[] =>
  pairs.map(([head, tail]) => ({ head, tail }));
const fraction = fc.integer({ min: 0, max: 1000 }).map((value) => value / 1000);
const anyCurve = fc.array(fc.record({ head: fraction, tail: fraction }), { minLength: 1, maxLength: 6 });
/** A curve whose head falls at every step, as that of a knob which favours the tail. */
const fallingCurve = fc
  .uniqueArray(fc.record({ head: fraction, tail: fraction }), {
    minLength: 2,
    maxLength: 6,
    selector: ({ head }) => head,
  })
  .map((curve) => [...curve].sort((one, other) => other.head - one.head));

/** The best tail at a head value by going through all stretches of all curves. */
function bruteTail(curves: readonly (readonly PlanePoint[])[], head: number): number | null {
  const tails = curves.flatMap((curve) =>
    curve.flatMap((point, index) => {
      const next = curve[index + 1] ?? point;
      const low = Math.min(point.head, next.head);
      const high = Math.max(point.head, next.head);
      if (head < low || head > high) return [];
      if (low === high) return [Math.max(point.tail, next.tail)];
      const share = (head - point.head) / (next.head - point.head);
      return [point.tail * (1 - share) + next.tail * share];
    }),
  );
  return tails.length > 0 ? Math.max(...tails) : null;
}

describe("upperEnvelope", () => {
  test("is the best tail of any curve at every head value, and nothing where no curve is", () => {
    fc.assert(
      fc.property(
        fc.array(anyCurve, { minLength: 1, maxLength: 3 }),
        fc.double({ min: -0.1, max: 1.1, noNaN: true }),
        (curves, head) => {
          const expected = bruteTail(curves, head);
          const tail = envelopeAt(upperEnvelope(curves), head);
          if (expected === null) assert.equal(tail, null);
          else close(tail, expected, 1e-9);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("follows the better of two curves that cross", () => {
    const falling = points([
      [0, 1],
      [1, 0],
    ]);
    const rising = points([
      [0, 0],
      [1, 1],
    ]);
    const pieces = upperEnvelope([falling, rising]);
    close(envelopeAt(pieces, 0.5), 0.5);
    close(envelopeAt(pieces, 0.25), 0.75);
    // The mean of the better one is 3/4.
    close(
      gapAbove(
        points([
          [0, 0],
          [1, 0],
        ]),
        pieces,
      ).gap,
      -0.75,
    );
  });
});

describe("gapAbove", () => {
  test("is 0 for a curve on the reference", () => {
    fc.assert(
      fc.property(fallingCurve, (curve) => {
        const { gap, covered } = gapAbove(curve, upperEnvelope([curve]));
        close(gap, 0);
        close(covered, 1);
      }),
    );
  });

  test("is d for a curve shifted up by d", () => {
    fc.assert(
      fc.property(fallingCurve, fc.double({ min: -1, max: 1, noNaN: true }), (curve, shift) => {
        const shifted = curve.map(({ head, tail }) => ({ head, tail: tail + shift }));
        close(gapAbove(shifted, upperEnvelope([curve])).gap, shift);
      }),
    );
  });

  test("never grows when a reference is added, over the same heads", () => {
    fc.assert(
      fc.property(fallingCurve, anyCurve, (curve, other) => {
        const [first, last] = [curve[curve.length - 1].head, curve[0].head];
        const inside = other.map(({ head, tail }) => ({ head: first + head * (last - first), tail }));
        const alone = gapAbove(curve, upperEnvelope([curve])).gap!;
        assert.ok(gapAbove(curve, upperEnvelope([curve, inside])).gap! <= alone + 1e-9);
      }),
    );
  });

  test("is the mean of the gaps at many places along the curve", () => {
    fc.assert(
      fc.property(anyCurve, fc.array(anyCurve, { minLength: 1, maxLength: 3 }), (path, references) => {
        const pieces = upperEnvelope(references);
        let sum = 0;
        let weight = 0;
        const steps = 4000;
        path.slice(1).forEach((next, index) => {
          const from = path[index];
          const width = Math.abs(next.head - from.head);
          for (let step = 0; step < steps; step++) {
            const share = (step + 0.5) / steps;
            const below = bruteTail(references, from.head + share * (next.head - from.head));
            if (below === null) continue;
            sum += width * (from.tail + share * (next.tail - from.tail) - below);
            weight += width;
          }
        });
        if (weight / steps < 0.05) return;
        close(gapAbove(path, pieces).gap, sum / weight, 0.02);
      }),
      { numRuns: 60 },
    );
  });

  test("of a single point is taken at its head, and is null where no reference is", () => {
    const pieces = upperEnvelope([
      points([
        [0.2, 0.4],
        [0.4, 0.2],
      ]),
    ]);
    assert.equal(gapAbove(points([[0.5, 0.3]]), pieces).gap, null);
    close(gapAbove(points([[0.3, 0.35]]), pieces).gap, 0.05);
    assert.equal(gapAbove(points([[0.3, 0.35]]), pieces).covered, 1);
  });

  test("counts the common range alone", () => {
    const pieces = upperEnvelope([
      points([
        [0.2, 0.4],
        [0.4, 0.4],
      ]),
    ]);
    const { gap, covered } = gapAbove(
      points([
        [0.3, 0.5],
        [0.7, 0.5],
      ]),
      pieces,
    );
    close(gap, 0.1);
    close(covered, 0.25);
  });
});

const groups = groupsOf(100);
const curveOf = (name: string, first: number): ComparisonRun[] =>
  [0, 1].flatMap((step) =>
    [0, 1].map((seed) => ({
      name,
      seed,
      strength: step,
      ranks: drawnRanks(first + 10 * step + seed, { skill: 2 + step }),
    })),
  );
const reference = curveOf("posthoc-adjustment", 0);
const options = { method: "mirec", references: ["posthoc-adjustment"], metric: "MRR", resamples: 400 };

describe("curveGap", () => {
  test("is 0 in every resample for a method on the line between two points of the reference", () => {
    // Averaged over its seeds each user earns the mean of what the reference's points earn.
    const between = reference.map(({ ranks }, seed) => ({ name: "mirec", seed, ranks }));
    const result = curveGap([...reference, ...between], groups, options);
    close(result.gap, 0);
    result.interval!.forEach((end) => close(end, 0, 1e-6));
    assert.deepEqual([result.covered, result.resamplesCovered], [1, 1]);
    assert.equal(result.points.length, 1);
  });

  test("is 0 for the reference's own runs under another name", () => {
    const same = reference.map((run) => ({ ...run, name: "mirec" }));
    const result = curveGap([...reference, ...same], groups, options);
    close(result.gap, 0);
    result.interval!.forEach((end) => close(end, 0, 1e-6));
    assert.deepEqual(
      result.points.map(({ strength }) => strength),
      [0, 1],
    );
  });

  test("is what a method's tail earns more at equal head", () => {
    const isHead = (user: number): boolean => groups.isHead[user % 100] === 1;
    const run = (
      name: string,
      seed: number,
      head: number,
      tail: number,
      strength?: number,
    ): ComparisonRun => ({
      name,
      seed,
      ...(strength === undefined ? {} : { strength }),
      ranks: ranksOf(
        Array.from({ length: 300 }, (_, user) => (isHead(user) ? head : tail)),
        100,
      ),
    });
    const knob = [run("posthoc-adjustment", 0, 1, 4, 0), run("posthoc-adjustment", 0, 2, 2, 1)];
    // Head (1 + 1/2) / 2 as in the middle of the knob's curve, tail (1/2 + 1) / 2 against its (1/4 + 1/2) / 2.
    const method = [run("mirec", 0, 1, 2), run("mirec", 1, 2, 1)];
    const result = curveGap([...knob, ...method], groups, options);
    close(result.gap, 0.375);
    result.interval!.forEach((end) => close(end, 0.375, 1e-6));
    close(result.points[0].gap, 0.375);
    close(result.points[0].head, 0.75);
  });

  test("judges against the better of several references", () => {
    const better = reference.map(({ ranks, ...run }) => ({
      ...run,
      name: "logq",
      ranks: {
        ...ranks,
        ranks: ranks.ranks.map((rank, user) => (groups.isHead[user % 100] ? rank : Math.ceil(rank / 3))),
      },
    }));
    const method = reference.map(({ ranks }, seed) => ({ name: "mirec", seed, ranks }));
    const gapTo = (...references: string[]): number =>
      curveGap([...reference, ...better, ...method], groups, { ...options, references }).gap!;
    close(gapTo("posthoc-adjustment"), 0);
    assert.ok(gapTo("logq") < -0.01);
    assert.equal(gapTo("posthoc-adjustment", "logq"), gapTo("logq"));
  });

  test("can hold the references' highest head for a method that wins on both sides", () => {
    const method = [0, 1].map((seed) => ({
      name: "mirec",
      seed,
      ranks: ranksOf(new Array<number>(300).fill(1), 100),
    }));
    const all = [...reference, ...method];
    const out = curveGap(all, groups, options);
    assert.deepEqual([out.gap, out.interval, out.covered, out.resamplesCovered], [null, null, 0, 0]);
    const held = curveGap(all, groups, { ...options, beyondHighestHead: "hold" });
    const curve = headTailCurves(reference, groups, { metric: "MRR" })[0].points;
    const highest = curve[0].head.mean! > curve[1].head.mean! ? curve[0] : curve[1];
    close(held.gap, 1 - highest.tail.mean!, 1e-9);
    assert.equal(held.resamplesCovered, 1);
  });

  test("says what is wrong", () => {
    const method = [{ name: "mirec", seed: 0, ranks: drawnRanks(5) }];
    const all = [...reference, ...method];
    assert.throws(
      () => curveGap(all, groups, { ...options, references: ["logq"] }),
      /no run of "logq"; there are runs of "posthoc-adjustment", "mirec"/,
    );
    assert.throws(() => curveGap(all, groups, { ...options, references: [] }), /at least one reference/);
    assert.throws(
      () => curveGap([...all, { ...method[0], strength: 1 }], groups, options),
      /Some runs of "mirec" have a strength and some have none/,
    );
    assert.throws(() => curveGap(all, groupsOf(100, 0), options), /no held-out positive of the head/);
  });
});

describe("headTailCurves", () => {
  test("gives the settings of a method by rising strength, over the seeds", () => {
    const [curve] = headTailCurves([...reference].reverse(), groups, { metric: "MRR" });
    assert.deepEqual(
      curve.points.map(({ strength, seeds }) => [strength, seeds]),
      [
        [0, [0, 1]],
        [1, [0, 1]],
      ],
    );
    const tails = [0, 1].map((seed) =>
      meanMetric(metricNamed("MRR"), reference[seed].ranks, groups, "tail")!,
    );
    close(curve.points[0].tail.mean, (tails[0] + tails[1]) / 2);
    close(curve.points[0].tail.standardDeviation, Math.abs(tails[0] - tails[1]) / Math.SQRT2);
  });
});

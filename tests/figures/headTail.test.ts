import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { headForTail, headTailCurves } from "../../lib/experiments/comparison";
import { groupStyles, headForTailBars, headTailPlane, methodStyle, type Figure } from "../../lib/figures";
import { drawnRanks, groupsOf } from "../experiments/comparison/fixtures";

type Drawn = Record<string, unknown> & { x: (number | null)[]; y: unknown[]; name: string; text: string[] };
const traces = (figure: Figure) => figure.data as unknown as Drawn[];

const at = (head: number | null, tail: number, strength?: number) => ({
  head: { mean: head, standardDeviation: head === null ? null : 0.01 },
  tail: { mean: tail, standardDeviation: 0.02 },
  ...(strength === undefined ? {} : { strength }),
});

describe("headTailPlane", () => {
  const figure = headTailPlane({
    metricName: "NDCG@50",
    baseline: "two-tower",
    curves: [
      { name: "two-tower", points: [at(0.18, 0.04)] },
      { name: "logq", points: [at(0.17, 0.05, 0.1), at(0.1, 0.07, 1)] },
      {
        name: "my own",
        points: [
          { head: { mean: 0.1, standardDeviation: null }, tail: { mean: 0.1, standardDeviation: null } },
        ],
      },
    ],
  });

  it("joins the settings of a method in their order, head across and tail up, the strength on hover", () => {
    const [, logq] = traces(figure);
    assert.deepEqual([logq.x, logq.y, logq.mode], [[0.17, 0.1], [0.05, 0.07], "lines+markers"]);
    assert.deepEqual(logq.text, ["<br>strength 0.1", "<br>strength 1"]);
    assert.equal((logq.marker as { color: string }).color, methodStyle("logq").colour);
  });

  it("draws a method without a strength as a point", () => {
    const [twoTower] = traces(figure);
    assert.deepEqual([twoTower.mode, twoTower.text], ["markers", [""]]);
  });

  it("draws whiskers over the seeds, and none for a single seed", () => {
    const [twoTower, , own] = traces(figure);
    assert.deepEqual((twoTower.error_x as { array: number[] }).array, [0.01]);
    assert.deepEqual((twoTower.error_y as { array: number[] }).array, [0.02]);
    assert.deepEqual([own.error_x, own.error_y], [undefined, undefined]);
  });

  it("draws rules through the baseline's point, and none without one", () => {
    const shapes = figure.layout.shapes as { x0: number; y0: number }[];
    assert.deepEqual([shapes[0].x0, shapes[1].y0], [0.18, 0.04]);
    const bare = headTailPlane({ metricName: "MRR", curves: [{ name: "a", points: [at(null, 0.1)] }] });
    assert.deepEqual(bare.layout.shapes, []);
    assert.deepEqual(traces(bare)[0].x, [null]);
  });

  it("grows with the rows of its legend, so that many names leave the plot its height", () => {
    const height = (names: readonly string[]): number =>
      headTailPlane({
        metricName: "MRR",
        curves: names.map((name) => ({ name, points: [at(0.1, 0.1)] })),
      }).layout.height as number;
    const names = (count: number, length: number): string[] =>
      Array.from({ length: count }, (_, place) => `${place}`.padEnd(length, "m"));
    assert.equal(height(names(3, 10)), figure.layout.height);
    const [short, long] = [height(names(20, 10)), height(names(20, 50))];
    assert.ok(short < long);
    assert.ok(long - height(names(19, 50)) >= 15, "a row of its own for each long name");
  });

  it("takes the curves of runs as they come", () => {
    const runs = [0, 1].map((seed) => ({ name: "a", seed, ranks: drawnRanks(seed) }));
    const curves = headTailCurves(runs, groupsOf(100));
    assert.deepEqual(traces(headTailPlane({ curves, metricName: "NDCG@50" }))[0].x, [
      curves[0].points[0].head.mean,
    ]);
  });
});

describe("headForTailBars", () => {
  const figure = headForTailBars({
    exchange: {
      baseline: "two-tower",
      metric: "NDCG@50",
      level: 0.95,
      methods: [
        {
          name: "logq",
          head: { difference: -0.02, interval: [-0.03, -0.015] },
          tail: { difference: 0.01, interval: null },
        },
        { name: "mirec", head: null, tail: { difference: 0.02, interval: [0, 0.03] } },
      ],
    },
  });

  it("draws head and tail in percentage points, in the groups' colours", () => {
    const [head, tail] = traces(figure);
    assert.deepEqual([head.name, head.x, head.y], ["head", [-2, null], ["logq", "mirec"]]);
    assert.deepEqual([tail.name, tail.x], ["tail", [1, 2]]);
    assert.equal((tail.marker as { color: string }).color, groupStyles.tail.colour);
  });

  it("draws the interval to both sides of the difference", () => {
    const [head] = traces(figure);
    const { array, arrayminus } = head.error_x as { array: number[]; arrayminus: number[] };
    assert.ok(Math.abs(array[0] - 0.5) < 1e-9 && Math.abs(arrayminus[0] - 1) < 1e-9);
  });

  it("writes n/a where a half has no positive", () => {
    const notes = figure.layout.annotations as { text: string; y: number }[];
    assert.deepEqual(
      notes.map(({ text, y }) => [text, Math.round(y)]),
      [["n/a", 1]],
    );
  });

  it("takes an exchange as it comes", () => {
    const runs = ["a", "b"].map((name, index) => ({ name, seed: 0, ranks: drawnRanks(index) }));
    const exchange = headForTail(runs, groupsOf(100), { baseline: "a", resamples: 20 });
    assert.deepEqual(traces(headForTailBars({ exchange }))[0].x, [
      100 * exchange.methods[0].head!.difference,
    ]);
  });
});

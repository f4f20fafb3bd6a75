import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { curveGaps, methodStyle, servingCost, type Figure } from "../../lib/figures";

type Drawn = Record<string, unknown> & { x: (number | null)[]; y: unknown[] };
const traces = (figure: Figure): Drawn[] => figure.data as unknown as Drawn[];
const hostile = `<img src=x onerror="alert(1)"> %{x}`;

describe("curveGaps", () => {
  const figure = curveGaps({
    gaps: [
      { method: "mirec", gap: 0.005, interval: [-0.001, 0.02] },
      { method: hostile, gap: null, interval: null },
    ],
    metricName: hostile,
  });

  test("draws gaps in points with their intervals, and says n/a where there is none", () => {
    const [{ x, error_x: error, marker }] = traces(figure);
    assert.deepEqual(x, [0.5, null]);
    const { array, arrayminus } = error as { array: number[]; arrayminus: number[] };
    assert.ok(Math.abs(array[0] - 1.5) < 1e-9 && Math.abs(arrayminus[0] - 0.6) < 1e-9);
    assert.equal((marker as { color: string[] }).color[0], methodStyle("mirec").colour);
    const annotations = figure.layout.annotations as { text: string; y: number }[];
    assert.deepEqual(
      annotations.map(({ text, y }) => [text, y]),
      [["n/a", 1]],
    );
  });

  test("escapes names", () => assert.ok(!JSON.stringify(figure).includes("<img")));
});

describe("servingCost", () => {
  const times = [100, 1000].map((items) => ({ items, size: 64, milliseconds: items / 1000 }));
  const figure = servingCost({ curves: [{ method: hostile, times }], k: 10 });

  test("draws milliseconds against items on two logarithmic axes", () => {
    assert.deepEqual(traces(figure)[0].x, [100, 1000]);
    assert.deepEqual(traces(figure)[0].y, [0.1, 1]);
    for (const name of ["xaxis", "yaxis"]) {
      assert.equal((figure.layout[name] as { type: string }).type, "log");
    }
  });

  test("escapes names", () => assert.ok(!JSON.stringify(figure).includes("<img")));
});

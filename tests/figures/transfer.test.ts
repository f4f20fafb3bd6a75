import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  distanceByShots,
  gainBars,
  groupStyles,
  optionCurve,
  shotPaths,
  type Figure,
} from "../../lib/figures";

type Drawn = Record<string, unknown> & {
  x: unknown[];
  y: unknown[];
  name: string;
  hovertemplate: string;
  error_y?: { array: number[]; arrayminus: number[] };
};
const traces = (figure: Figure) => figure.data as unknown as Drawn[];

describe("shotPaths", () => {
  const paths = [
    {
      title: "Alien <b>(1979)</b> %{x}",
      samples: 240,
      steps: [
        { shots: 1, at: [0, 0] as const },
        { shots: 2, at: [1, 0.5] as const },
      ],
      manyShot: [3, 1] as const,
      mapped: { shots: 1, at: [2, 1] as const },
    },
    { title: "Rare", samples: 1, steps: [{ shots: 1, at: [5, 5] as const }] },
  ];
  const figure = shotPaths({ paths, shares: [0.4, 0.125] });

  it("draws each item's way to its many-shot vector, and the jump of F from the step it was made from", () => {
    const [way, jump, rare] = traces(figure);
    assert.deepEqual(
      [way.x, way.y],
      [
        [0, 1, 3],
        [0, 0.5, 1],
      ],
    );
    assert.deepEqual(
      [jump.x, jump.y],
      [
        [0, 2],
        [0, 1],
      ],
    );
    assert.equal(way.legendgroup, jump.legendgroup);
    assert.deepEqual([rare.x, rare.name], [[5], "Rare"]);
  });

  it("names items as text, in legend and hover", () => {
    const [way] = traces(figure);
    assert.equal(way.name, "Alien &lt;b&gt;(1979)&lt;/b&gt; %{x}");
    assert.ok(way.hovertemplate.includes("%&#123;x}</b>, 240 samples"));
    assert.ok(traces(figure)[2].hovertemplate.includes("1 sample<br>"));
  });

  it("says on the axes how much of the variance they keep", () => {
    const { xaxis } = figure.layout as { xaxis: { title: { text: string } } };
    assert.equal(xaxis.title.text, "first axis (40 % of the variance)");
  });

  it("explains the star and the cross only where they are drawn", () => {
    const bare = shotPaths({ paths: [paths[1]], shares: [0, 0] });
    assert.deepEqual([traces(figure).length, traces(bare).length], [5, 1]);
  });
});

describe("distanceByShots", () => {
  const middle = (median: number) => ({ median, lowQuarter: median - 0.1, highQuarter: median + 0.2 });
  const figure = distanceByShots({
    distances: [
      { shots: 1, items: 40, before: middle(1.5), after: middle(0.6) },
      { shots: 2, items: 38, before: middle(1.2), after: middle(0.5) },
    ],
  });

  it("draws medians before and after F with the middle half as whiskers", () => {
    const [before, after] = traces(figure);
    assert.deepEqual(
      [before.x, before.y, after.y],
      [
        ["1", "2"],
        [1.5, 1.2],
        [0.6, 0.5],
      ],
    );
    assert.ok(Math.abs(before.error_y!.array[0] - 0.2) < 1e-9);
    assert.ok(Math.abs(before.error_y!.arrayminus[1] - 0.1) < 1e-9);
  });

  it("writes the number of items under each number of shots", () => {
    const { xaxis } = figure.layout as { xaxis: { ticktext: string[] } };
    assert.deepEqual(xaxis.ticktext, ["1<br>40", "2<br>38"]);
  });
});

describe("optionCurve", () => {
  const at = (mean: number | null, standardDeviation: number | null = null) => ({ mean, standardDeviation });
  const points = [
    { value: 0, head: at(0.1, 0.01), tail: at(0.05) },
    { value: "off", head: at(0.2), tail: at(null) },
  ];
  const figure = optionCurve({
    option: "lambda_p",
    points,
    baseline: { name: "two-tower", head: at(0.15) },
    metricName: "NDCG@50",
  });

  it("draws a panel a group in the group's colour, and the baseline where it has one", () => {
    const [head, baseline, tail] = traces(figure);
    assert.deepEqual(
      [head.x, head.y, tail.y],
      [
        ["0", "off"],
        [0.1, 0.2],
        [0.05, null],
      ],
    );
    assert.deepEqual([baseline.y, baseline.yaxis, tail.yaxis], [[0.15, 0.15], "y", "y2"]);
    assert.equal((tail.marker as { color: string }).color, groupStyles.tail.colour);
  });

  it("draws whiskers only where there are seeds to have them of", () => {
    const [head, , tail] = traces(figure);
    assert.deepEqual([head.error_y!.array, tail.error_y], [[0.01, 0], undefined]);
  });
});

describe("gainBars", () => {
  const bucket = { label: "2-3", items: 10, positives: 4 };
  const figure = gainBars({
    gain: {
      ...{ method: "mirec", baseline: "two-tower", metric: "NDCG@50", level: 0.95, difference: 0.01 },
      buckets: [
        { ...bucket, label: "1", positives: 0, difference: null, interval: null, contribution: 0 },
        { ...bucket, difference: 0.03, interval: [0.01, 0.07], contribution: 0.01 },
      ],
    },
  });

  it("draws gains and contributions in percentage points, with a gap where there is no positive", () => {
    const [gains, parts] = traces(figure);
    assert.deepEqual(
      [gains.y, parts.y],
      [
        [null, 3],
        [0, 1],
      ],
    );
    assert.ok(Math.abs(gains.error_y!.array[1] - 4) < 1e-9);
    assert.ok(Math.abs(gains.error_y!.arrayminus[1] - 2) < 1e-9);
  });

  it("writes the number of positives under each bucket", () => {
    const { xaxis } = figure.layout as { xaxis: { ticktext: string[] } };
    assert.deepEqual(xaxis.ticktext, ["1<br><i>0</i>", "2 to<br>3<br><i>4</i>"]);
  });
});

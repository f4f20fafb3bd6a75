import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  cutoffSweep,
  groupBars,
  headForTailBars,
  headTailPlane,
  lorenzCurve,
  popularityCurve,
  testPositivesByPopularity,
  trainingCurves,
  type Figure,
  type GroupBarsRow,
} from "../../lib/figures";

type Drawn = Record<string, unknown> & { x: unknown[]; y: (number | null)[]; name: string };
const traces = (figure: Figure) => figure.data as unknown as Drawn[];
const trace = (figure: Figure, name: string) => {
  const found = traces(figure).find((one) => one.name === name);
  assert.ok(found, `no trace named ${name}`);
  return found;
};
const titleOf = (figure: Figure) => figure.layout.title as { text: string; subtitle?: { text: string } };

const hostile = '</script><img src=x onerror="alert(1)"> %{x} <b>bold</b> & more';

const all: Record<string, () => Figure> = {
  popularityCurve: () =>
    popularityCurve({
      counts: [5, 3, 1],
      titles: [hostile, hostile, hostile],
      headItems: 1,
      headShare: 1 / 3,
    }),
  lorenzCurve: () =>
    lorenzCurve({ points: { shareOfItems: [0, 0.5, 1], shareOfFeedback: [0, 0.1, 1] }, gini: 0.4 }),
  testPositivesByPopularity: () =>
    testPositivesByPopularity({ buckets: [{ label: hostile, items: 3, positives: 4 }] }),
  trainingCurves: () =>
    trainingCurves({
      epochs: [1, 2],
      loss: [2, 1],
      validation: { overall: [0.1, null], head: [0.2, 0.3], tail: [null, null] },
      metricName: hostile,
      bestEpoch: 2,
    }),
  groupBars: () =>
    groupBars({
      rows: [
        { method: hostile, group: "tail", metric: hostile, value: null, positives: 0 },
        { method: "two-tower", group: "tail", metric: hostile, value: 0.1, positives: 0 },
      ],
    }),
  cutoffSweep: () => cutoffSweep({ headShares: [0.1, 0.2], tail: [0.1, null], metricName: hostile }),
  headTailPlane: () =>
    headTailPlane({
      curves: [
        {
          name: hostile,
          points: [
            { head: { mean: null, standardDeviation: null }, tail: { mean: 0.1, standardDeviation: NaN } },
          ],
        },
      ],
      metricName: hostile,
      baseline: hostile,
    }),
  headForTailBars: () =>
    headForTailBars({
      exchange: {
        baseline: hostile,
        metric: hostile,
        level: 0.95,
        methods: [{ name: hostile, head: null, tail: { difference: 0.1, interval: [0, 0.2] } }],
      },
    }),
};

describe("every figure", () => {
  for (const [name, draw] of Object.entries(all)) {
    it(`${name} is plain JSON with a height and a see-through ground`, () => {
      const figure = draw();
      assert.deepEqual(JSON.parse(JSON.stringify(figure)), figure);
      assert.equal(typeof figure.layout.height, "number");
      assert.equal(figure.layout.paper_bgcolor, "rgba(0, 0, 0, 0)");
      assert.equal(figure.layout.plot_bgcolor, "rgba(0, 0, 0, 0)");
      // See template.ts: it makes charts collapse in JupyterLab.
      assert.equal(figure.config?.responsive, undefined);
    });

    it(`${name} holds no tag and no hover variable that came from data`, () => {
      const text = JSON.stringify(draw());
      assert.doesNotMatch(text, /<(\/?script|img)|<b>bold/);
      const templates = (JSON.parse(text) as { data: { hovertemplate?: string }[] }).data.map(
        (one) => one.hovertemplate ?? "",
      );
      for (const template of templates) assert.doesNotMatch(template, /onerror.*%\{x\}.*bold/);
    });
  }
});

describe("popularityCurve", () => {
  const figure = popularityCurve({
    counts: [1, 9, 0, 4, 4],
    titles: ["a", "b", "c", "d", "e"],
    headItems: 2,
    headShare: 0.4,
    headShareOfFeedback: 0.72,
  });

  it("ranks items by falling count, ties by item index", () => {
    assert.deepEqual(trace(figure, "head").y, [9, 4]);
    assert.deepEqual(trace(figure, "head").text, ["b", "d"]);
    assert.deepEqual(trace(figure, "tail").x, [3, 4]);
    assert.deepEqual(trace(figure, "tail").text, ["e", "a"]);
  });

  it("says how many items have no sample, since a logarithmic axis cannot show them", () => {
    assert.match(titleOf(figure).subtitle?.text ?? "", /1 without a training sample/);
  });

  it("draws and labels the cut between the last head and the first tail rank", () => {
    const [line] = figure.layout.shapes as { x0: number; x1: number }[];
    assert.deepEqual([line.x0, line.x1], [2.5, 2.5]);
    const [label] = figure.layout.annotations as { text: string }[];
    assert.equal(label.text, "head: top 40 %,<br>2 items<br>with 72 % of the feedback");
  });

  it("places the label by the logarithm on a logarithmic rank axis, the line by the value", () => {
    const log = popularityCurve({ counts: [3, 2, 1], headItems: 1, headShare: 0.3, rankScale: "log" });
    assert.equal((log.layout.annotations as { x: number }[])[0].x, Math.log10(1.5));
    assert.equal((log.layout.shapes as { x0: number }[])[0].x0, 1.5);
  });

  it("stays small for 100,000 items and says that not every rank is drawn", () => {
    const counts = Float64Array.from({ length: 100_000 }, (_, item) => 1 + ((item * 7919) % 5000));
    const titles = Array.from(counts, (_, item) => `A film with a longer title, number ${item}`);
    const big = popularityCurve({ counts, titles, headItems: 20_000, headShare: 0.2 });
    assert.ok(JSON.stringify(big).length < 200_000, `${JSON.stringify(big).length} characters`);
    assert.match(titleOf(big).subtitle?.text ?? "", /of 100,000 ranks drawn/);
    assert.equal(trace(big, "head").x[trace(big, "head").x.length - 1], 20_000);
    assert.equal(trace(big, "tail").x[0], 20_001);
    assert.equal(trace(big, "tail").x[trace(big, "tail").x.length - 1], 100_000);
  });

  it("never rises, keeps head before tail and draws no count twice, whatever the counts", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 4000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (counts, share) => {
          const headItems = Math.floor(share * counts.length);
          const drawn = traces(popularityCurve({ counts, headItems, headShare: share }));
          const ranks = drawn.flatMap((one) => one.x as number[]);
          const values = drawn.flatMap((one) => one.y as number[]);
          assert.equal(new Set(ranks).size, ranks.length);
          values.forEach((value, at) => assert.ok(value > 0 && (at === 0 || value <= values[at - 1])));
          (drawn[0].x as number[]).forEach((rank) => assert.ok(rank <= headItems));
          (drawn[1].x as number[]).forEach((rank) => assert.ok(rank > headItems));
        },
      ),
      { numRuns: 50 },
    );
  });

  it("refuses titles of another length and a head larger than the catalogue", () => {
    assert.throws(
      () => popularityCurve({ counts: [1, 2], titles: ["a"], headItems: 1, headShare: 0.5 }),
      /1 titles for 2 counts/,
    );
    assert.throws(() => popularityCurve({ counts: [1, 2], headItems: 3, headShare: 0.5 }), /headItems 3/);
  });
});

describe("lorenzCurve", () => {
  it("draws the points as given, the diagonal, and the Gini coefficient in its title", () => {
    const figure = all.lorenzCurve();
    assert.deepEqual(trace(figure, "feedback").x, [0, 0.5, 1]);
    assert.deepEqual(trace(figure, "feedback").y, [0, 0.1, 1]);
    assert.deepEqual(trace(figure, "if all items were alike").y, [0, 1]);
    assert.match(titleOf(figure).text, /Gini coefficient 0\.400/);
  });

  it("keeps both ends of a long curve and some 500 points of it", () => {
    const share = Float64Array.from({ length: 100_001 }, (_, at) => at / 100_000);
    const drawn = trace(
      lorenzCurve({ points: { shareOfItems: share, shareOfFeedback: share }, gini: 0 }),
      "feedback",
    );
    assert.ok(drawn.x.length <= 502);
    assert.deepEqual([drawn.x[0], drawn.x[drawn.x.length - 1]], [0, 1]);
  });

  it("refuses shares that are not pairs", () => {
    assert.throws(
      () => lorenzCurve({ points: { shareOfItems: [0, 1], shareOfFeedback: [0] }, gini: 0 }),
      /2 shares of items and 1 of feedback/,
    );
  });
});

describe("testPositivesByPopularity", () => {
  it("shows items and positives of each bucket side by side, under labels that stay words", () => {
    const figure = testPositivesByPopularity({
      buckets: [
        { label: "1 to 5", items: 500, positives: 40 },
        { label: "2026", items: 1000, positives: 1200 },
      ],
    });
    assert.deepEqual(trace(figure, "items").y, [500, 1000]);
    assert.deepEqual(trace(figure, "test positives").y, [40, 1200]);
    assert.equal((figure.layout.xaxis as { type: string }).type, "category");
    assert.match(titleOf(figure).subtitle?.text ?? "", /1,240 test positives/);
  });
});

describe("trainingCurves", () => {
  const figure = all.trainingCurves();

  it("leaves a gap where a value is missing, never a zero", () => {
    assert.deepEqual(trace(figure, "overall").y, [0.1, null]);
    assert.equal(trace(figure, "overall").connectgaps, false);
    assert.deepEqual(trace(figure, "tail").y, [null, null]);
  });

  it("turns a value that is not a number into a gap", () => {
    const odd = trainingCurves({
      epochs: [1, 2],
      loss: [NaN, Infinity],
      validation: {},
      metricName: "HR@50",
    });
    assert.deepEqual(traces(odd)[0].y, [null, null]);
  });

  it("draws only the groups that were measured, and no line without a best epoch", () => {
    const bare = trainingCurves({ epochs: [1], loss: [1], validation: { tail: [0.1] }, metricName: "HR@50" });
    assert.deepEqual(
      traces(bare).map((one) => one.name),
      ["training loss", "tail"],
    );
    assert.deepEqual(bare.layout.shapes, []);
  });

  it("draws the best epoch through both panels", () => {
    const [line] = figure.layout.shapes as { x0: number; yref: string }[];
    assert.equal(line.x0, 2);
    assert.equal(line.yref, "paper");
  });
});

describe("groupBars", () => {
  const row = (
    method: string,
    group: GroupBarsRow["group"],
    metric: string,
    value: number | null,
  ): GroupBarsRow => ({
    method,
    group,
    metric,
    value,
    positives: { overall: 1243, head: 1000, tail: 243 }[group],
  });
  const rows = ["HR@10", "NDCG@10"].flatMap((metric) => [
    row("two-tower", "overall", metric, 0.3),
    row("two-tower", "head", metric, 0.4),
    row("two-tower", "tail", metric, null),
  ]);

  it("draws a panel a metric and writes n/a where a group is empty, not a bar of height zero", () => {
    const figure = groupBars({ rows });
    assert.equal(figure.data.length, 2);
    for (const one of traces(figure)) assert.deepEqual(one.y, [0.3, 0.4, null]);
    const texts = (figure.layout.annotations as { text: string }[]).map((note) => note.text);
    assert.deepEqual(texts, ["<b>HR@10</b>", "n/a", "<b>NDCG@10</b>", "n/a"]);
  });

  it("puts each group's number of positives under its bars", () => {
    const ticks = (groupBars({ rows }).layout.xaxis as { ticktext: string[] }).ticktext;
    assert.deepEqual(ticks, ["overall<br>1,243", "head<br>1,000", "tail<br>243"]);
  });

  it("draws whiskers only where there is a standard deviation", () => {
    assert.equal(traces(groupBars({ rows }))[0].error_y, undefined);
    const spread = groupBars({ rows: rows.map((one) => ({ ...one, standardDeviation: 0.01 })) });
    assert.deepEqual((traces(spread)[0].error_y as { array: number[] }).array, [0.01, 0.01, 0.01]);
  });

  it("gives every method one bar a group and one entry in the legend", () => {
    const two = groupBars({ rows: [...rows, ...rows.map((one) => ({ ...one, method: "mirec" }))] });
    assert.deepEqual(
      traces(two).map((one) => [one.name, one.showlegend]),
      [
        ["two-tower", true],
        ["mirec", true],
        ["two-tower", false],
        ["mirec", false],
      ],
    );
  });
});

describe("cutoffSweep", () => {
  it("draws each group over the head shares, with a gap where a cut leaves no positive", () => {
    const figure = cutoffSweep({
      headShares: [0.05, 0.5],
      tail: [0.1, null],
      head: [0.4, 0.3],
      tailPositives: [900, 0],
      metricName: "HR@50",
    });
    assert.deepEqual(trace(figure, "tail").y, [0.1, null]);
    assert.deepEqual(trace(figure, "tail").customdata, [900, 0]);
    assert.deepEqual(trace(figure, "head").x, [0.05, 0.5]);
    assert.equal(traces(figure).length, 2);
  });
});

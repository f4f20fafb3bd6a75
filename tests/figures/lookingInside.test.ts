import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  listPopularity,
  lorenzCurves,
  methodStyle,
  sharesByPopularity,
  type Figure,
} from "../../lib/figures";

type Drawn = Record<string, unknown> & { name: string; x: unknown[]; y: (number | null)[] };
const traces = (figure: Figure): Drawn[] => figure.data as unknown as Drawn[];
const hostile = `<img src=x onerror="alert(1)"> %{x}`;

describe("lorenzCurves", () => {
  const long = Float64Array.from({ length: 50_001 }, (_, at) => at / 50_000);
  const figure = lorenzCurves({
    curves: [{ name: "mirec", points: { shareOfItems: long, shareOfFeedback: long }, gini: 0.25 }],
    reference: { name: hostile, points: { shareOfItems: [0, 1], shareOfFeedback: [0, 1] }, gini: 0 },
    spread: hostile,
  });

  test("gives each method its colour and its Gini coefficient, and the reference none of the methods' colours", () => {
    const [mirec, reference] = traces(figure);
    assert.equal(mirec.name, "mirec (Gini 0.25)");
    assert.equal((mirec.line as { color: string }).color, methodStyle("mirec").colour);
    assert.equal((reference.line as { dash: string }).dash, "dot");
  });

  test("draws a long curve from its first point to its last in at most some 400 points", () => {
    const [{ x }] = traces(figure);
    assert.ok(x.length <= 402, `${x.length} points`);
    assert.deepEqual([x[0], x[x.length - 1]], [0, 1]);
  });

  test("escapes names", () => assert.ok(!JSON.stringify(figure).includes("<img")));
});

describe("sharesByPopularity", () => {
  const figure = sharesByPopularity({
    buckets: [
      { label: "1", items: 1200 },
      { label: hostile, items: 3 },
    ],
    methods: [{ name: hostile, shares: [0.1, null] }],
    references: [{ name: "test positives", shares: [0.5, NaN] }],
    shareName: hostile,
    title: hostile,
  });

  test("leaves a gap where there is nothing to measure, and says how many items a bucket has", () => {
    const [reference, method] = traces(figure);
    assert.deepEqual(method.y, [0.1, null]);
    assert.deepEqual(reference.y, [0.5, null]);
    assert.deepEqual(method.customdata, ["1,200", "3"]);
    assert.match(method.hovertemplate as string, /%\{customdata\} items/);
  });

  test("escapes names", () => assert.ok(!JSON.stringify(figure).includes("<img")));
});

describe("listPopularity", () => {
  const values = {
    lists: [
      {
        method: "two-tower",
        items: [
          { item: 1, title: hostile },
          { item: 0, title: "never seen" },
        ],
      },
    ],
    counts: [0, 80],
    lowestHeadCount: 50,
    userId: hostile,
  };

  test("draws each place at its item's training samples, and one without any at one half", () => {
    const [list] = traces(listPopularity(values));
    assert.deepEqual(list.x, [1, 2]);
    assert.deepEqual(list.y, [80, 0.5]);
  });

  test("draws the cut where there is a head", () => {
    const shapes = (figure: Figure): unknown[] => figure.layout.shapes as unknown[];
    assert.equal(shapes(listPopularity(values)).length, 1);
    assert.equal(shapes(listPopularity({ ...values, lowestHeadCount: null })).length, 0);
  });

  test("escapes names", () => assert.ok(!JSON.stringify(listPopularity(values)).includes("<img")));
});

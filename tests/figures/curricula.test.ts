import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  chainBlocks,
  curriculumCurves,
  curriculumStages,
  groupStyles,
  headTailPlane,
  sharesByPopularity,
  type Figure,
} from "../../lib/figures";

type Drawn = Record<string, unknown> & { name: string; x: unknown[]; y: (number | null)[]; z: number[][] };
const traces = (figure: Figure): Drawn[] => figure.data as unknown as Drawn[];
const hostile = `<img src=x onerror="alert(1)"> %{x}`;
const stages = [
  { name: hostile, epochs: 2 },
  { name: "tail", epochs: 1 },
];

describe("curriculumStages", () => {
  const figure = curriculumStages({
    buckets: [
      { label: "0", items: 5, samples: 0 },
      { label: hostile, items: 4, samples: 10 },
      { label: "8-15", items: 2, samples: 20 },
    ],
    curricula: ["head2tail", hostile].map((name) => ({
      name,
      stages,
      samples: [
        [0, 10, 20],
        [0, 10, 5],
        [0, 10, 0],
      ],
    })),
  });

  test("shows the share of each bucket's samples in each epoch, and no bucket without samples", () => {
    const [first] = traces(figure);
    assert.deepEqual(first.x, [1, 2, 3]);
    assert.deepEqual(first.z, [
      [1, 1, 1],
      [1, 0.25, 0],
    ]);
  });

  test("draws a rule between stages, in the middle between two epochs, in every panel", () => {
    const shapes = figure.layout.shapes as { x0: number; xref: string }[];
    assert.deepEqual(
      shapes.map(({ x0, xref }) => [x0, xref]),
      [
        [2.5, "x"],
        [2.5, "x2"],
      ],
    );
  });

  test("escapes names", () => assert.ok(!JSON.stringify(figure).includes("<img")));
});

describe("curriculumCurves", () => {
  const curve = (name: string) => ({ name, head: [3, 2, null], tail: [5, 4, 7], stages });
  const figure = curriculumCurves({
    curricula: [curve("ltcur"), curve(hostile)],
    title: hostile,
    valueName: hostile,
    positives: { head: 3, tail: 4 },
  });

  test("gives every panel one scale, on which nothing is cut off", () => {
    const { range } = figure.layout.yaxis as { range: [number, number] };
    assert.deepEqual((figure.layout.yaxis2 as { range: unknown }).range, range);
    assert.ok(range[0] < 2 && range[1] > 7);
  });

  test("gives head and tail their colours, leaves gaps, and names each once", () => {
    const drawn = traces(figure);
    assert.deepEqual(
      drawn.map(({ line }) => (line as { color: string }).color),
      [0, 1].flatMap(() => [groupStyles.head.colour, groupStyles.tail.colour]),
    );
    assert.deepEqual(drawn[0].y, [3, 2, null]);
    assert.deepEqual(
      drawn.map(({ showlegend }) => showlegend),
      [true, true, false, false],
    );
  });

  test("escapes names, and draws nothing of nothing", () => {
    assert.ok(!JSON.stringify(figure).includes("<img"));
    const none = { curricula: [], title: "", valueName: "", positives: { head: 0, tail: 0 } };
    assert.deepEqual(curriculumCurves(none).data, []);
  });
});

describe("chainBlocks", () => {
  test("leaves a gap where a block was not measured", () => {
    const [change, remaining] = traces(
      chainBlocks({
        blocks: [
          { shots: 1, relativeChange: 0.5, remainingDistance: 0.8 },
          { shots: 2, relativeChange: null, remainingDistance: null },
        ],
      }),
    );
    assert.deepEqual(
      [change.x, change.y, remaining.y],
      [
        ["1", "2"],
        [0.5, null],
        [0.8, null],
      ],
    );
  });
});

describe("methods of one colour", () => {
  test("differ in their dashes as well as in their markers", () => {
    const point = {
      head: { mean: 0.1, standardDeviation: null },
      tail: { mean: 0.1, standardDeviation: null },
    };
    const names = ["over-sampling", "under-sampling"];
    const figures = [
      headTailPlane({ curves: names.map((name) => ({ name, points: [point, point] })), metricName: "MRR" }),
      sharesByPopularity({
        buckets: [{ label: "1", items: 1 }],
        methods: names.map((name) => ({ name, shares: [1] })),
        shareName: "share",
        title: "",
      }),
    ];
    for (const figure of figures) {
      const [over, under] = traces(figure).map(({ line }) => line as { color: string; dash: string });
      assert.equal(over.color, under.color);
      assert.notEqual(over.dash, under.dash);
    }
  });
});

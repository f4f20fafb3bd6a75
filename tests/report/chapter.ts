import { cutoffSweep, groupBars, popularityCurve, trainingCurves } from "../../lib/figures";
import { shown, writeNotebook, type TestCell } from "./notebookFile";

/** What a title in a data set could be at its worst. */
export const hostile = `</script><img src=x onerror="document.title='broken'"><!-- `;

const plotly = (figure: unknown) =>
  shown({ "application/vnd.plotly.v1+json": figure, "text/plain": "Figure" });

export const charts = [
  popularityCurve({
    counts: Array.from({ length: 300 }, (_, item) => Math.ceil(400 / (item + 1))),
    titles: Array.from({ length: 300 }, (_, item) => `${item} ${hostile}`),
    headItems: 60,
    headShare: 0.2,
  }),
  trainingCurves({
    epochs: [1, 2, 3],
    loss: [3, 2, 1.5],
    validation: { overall: [0.1, 0.2, 0.25], head: [0.2, 0.3, 0.3], tail: [null, 0.01, 0.02] },
    metricName: "NDCG@50",
    bestEpoch: 3,
  }),
  groupBars({
    rows: ["HR@10", "HR@50"].flatMap((metric) =>
      (["overall", "head", "tail"] as const).map((group, at) => ({
        method: hostile,
        group,
        metric,
        value: [0.2, 0.3, null][at],
        positives: 100,
      })),
    ),
  }),
  cutoffSweep({
    headShares: [0.1, 0.3, 0.5],
    tail: [0.1, 0.05, 0.02],
    head: [0.3, 0.3, 0.3],
    metricName: "HR@50",
  }),
];

const columns = Array.from({ length: 14 }, (_, column) => `<th>column number ${column}</th>`).join("");
const row = Array.from({ length: 14 }, (_, column) => `<td>${column * 1234.5678}</td>`).join("");
const table = `<table><thead><tr>${columns}</tr></thead><tbody>${`<tr>${row}</tr>`.repeat(40)}</tbody></table>`;

const cells: TestCell[] = [
  { markdown: "# A chapter of charts\n\nWhat it is about, in a line." },
  { code: "const quick = true;", tags: ["parameters"] },
  {
    markdown:
      "## Data\n\nThe score is $x_u^\\top y_i$, and\n\n$$\\mathcal{L} = \\sum_i \\frac{\\mathbf{a}_i}{b}$$",
  },
  { code: "table", outputs: [shown({ "text/html": table, "text/plain": "table" })] },
  ...charts.flatMap((chart, at): TestCell[] => [
    {
      markdown: `## Chart\n\nThe next one is the chart number ${at + 1}; [chapter 2](02-next.ipynb) goes on.`,
    },
    { code: `chart(${at}); // a comment`, outputs: [plotly(chart)] },
  ]),
  {
    code: `console.log(${JSON.stringify(hostile)})`,
    outputs: [
      { output_type: "stream", name: "stdout", text: hostile },
      { output_type: "stream", name: "stderr", text: hostile },
      { output_type: "error", ename: "Error", evalue: hostile, traceback: [`Error: ${hostile}`] },
      shown({ "text/plain": hostile }),
      shown({
        "text/markdown": `**computed** 20&#46;5 &#42;&lt;b&gt; ${hostile} [a link](javascript:alert(1))`,
      }),
    ],
  },
  {
    code: "lt.chapterFooter({ data })",
    outputs: [
      shown({
        "application/vnd.longtail.footer+json": {
          dataset: hostile,
          sha256: "0123456789abcdef".repeat(4),
          seeds: [0, 1],
          versions: { tensorflow: "2.21.0" },
          records: [],
        },
        "text/html": "<small>the footer as the notebook shows it</small>",
      }),
    ],
  },
];

/** Writes a chapter with outputs of every kind, hostile strings among them. */
export const writeChapter = (path: string): string => writeNotebook(path, cells);

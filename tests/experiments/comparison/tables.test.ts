import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  compare,
  comparisonTable,
  headForTail,
  headForTailTable,
  resultTable,
  type ComparisonRun,
  type ResultTable,
} from "../../../lib/experiments/comparison";
import { signed, pText } from "../../../lib/experiments/comparison/tables/texts";
import { drawnRanks, groupsOf } from "./fixtures";

const hostile = 'a|b & <img src=x onerror="alert(1)"> 100% $x_1$ {\\input} ~^# `*[l](u)`,\n"q" -- end';
const runs: ComparisonRun[] = [
  ...[0, 1].map((seed) => ({ name: "two-tower", seed, ranks: drawnRanks(seed), settingsTried: 8 })),
  ...[0, 1].map((seed) => ({ name: hostile, seed, ranks: drawnRanks(9 + seed, { skill: 3 }) })),
];
const groups = groupsOf(100);
const comparison = compare(runs, groups, { baseline: "two-tower", at: [10], resamples: 100 });
const exchange = headForTail(runs, groups, { baseline: "two-tower", resamples: 100 });
const tables: Record<string, ResultTable> = {
  comparisonTable: comparisonTable(comparison),
  headForTailTable: headForTailTable(exchange),
};

/** The fields of CSV by RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    assert.ok(match, "not CSV");
    rows[rows.length - 1].push(match[1] === undefined ? match[2] : match[1].replace(/""/g, '"'));
    if (match[3] === "\r\n" && pattern.lastIndex < text.length) rows.push([]);
  }
  return rows;
}

/** Cells of a row of LaTeX: what stands between unescaped ampersands. */
const latexCells = (line: string): string[] =>
  line
    .replace(/ \\\\$/, "")
    .split(/(?<!\\)&/)
    .map((cell) => cell.trim());

/** LaTeX's words for a text, read back. */
const latexWords: Readonly<Record<string, string>> = {
  "$-$": "−",
  "$\\pm$": "±",
  "{\\char34}": '"',
  "{[}": "[",
  "{]}": "]",
  "-{}": "-",
  "\\textasciicircum{}": "^",
  "\\textasciitilde{}": "~",
  "\\textasciigrave{}": "`",
  "\\textless{}": "<",
  "\\textgreater{}": ">",
  "\\textbar{}": "|",
  "\\textbackslash{}": "\\",
};

/** Read from the left as LaTeX reads it: what an escape has used up begins nothing else. */
const fromLatex = (text: string): string =>
  text.replace(
    /\$(?:-|\\pm)\$|\{(?:\\char34|\[|\])\}|-\{\}|\\text[a-z]+\{\}|\\[{}$&#%_]/g,
    (word) => latexWords[word] ?? word.slice(1),
  );

const oneCell = (text: string): ResultTable =>
  resultTable({
    columns: [{ title: "name", align: "left" }],
    rows: [[{ text }]],
    caption: "",
    values: { columns: ["name"], rows: [[text]] },
  });

describe("a result table", () => {
  for (const [name, table] of Object.entries(tables)) {
    test(`${name} keeps its shape in Markdown, LaTeX and CSV whatever a method is called`, () => {
      const markdown = table
        .toMarkdown()
        .split("\n")
        .slice(0, table.rows.length + 2);
      for (const line of markdown) {
        assert.equal(line.split(/(?<!\\)\|/).length, table.columns.length + 2, line);
      }
      const latex = table
        .toLatex()
        .split("\n")
        .filter((line) => line.endsWith(" \\\\"));
      assert.equal(latex.length, table.rows.length + 1);
      for (const line of latex) assert.equal(latexCells(line).length, table.columns.length, line);
      const csv = parseCsv(table.toCsv());
      assert.deepEqual(csv[0], table.values.columns);
      assert.equal(csv.length, table.values.rows.length + 1);
      for (const row of csv) assert.equal(row.length, csv[0].length);
      assert.ok(csv.some((row) => row.includes(hostile)));
    });

    test(`${name} lets no tag from data into HTML or Markdown`, () => {
      assert.doesNotMatch(table.toHtml(), /<img|\n"q"/);
      assert.doesNotMatch(table.toMarkdown(), /<|(?<!\\)\$/);
    });

    test(`${name} is shown by a notebook`, () => {
      const bundle = (table as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]();
      assert.equal(bundle["text/html"], table.toHtml());
      assert.equal(bundle["text/plain"], table.toMarkdown());
    });
  }

  test("gives any text back from LaTeX and CSV", () => {
    const text = fc.string({ unit: fc.constantFrom(..."ab \\{}$&#%_^~<>|\"[]`-,;'é±−") });
    fc.assert(
      fc.property(text, (value) => {
        const table = oneCell(value);
        const latex = table
          .toLatex()
          .split("\n")
          .find((line) => line.endsWith(" \\\\") && !line.includes("name \\\\"));
        assert.equal(fromLatex(latexCells(latex ?? "")[0]).trim(), value.trim());
        assert.equal(parseCsv(table.toCsv())[1][0], value);
      }),
      { numRuns: 500, examples: [["±-±"], ["$-±"]] },
    );
  });
});

describe("comparisonTable", () => {
  const { columns, rows, caption, values } = tables.comparisonTable;

  test("has a row for each group and method, the effect before the p", () => {
    assert.deepEqual(
      columns.map(({ title }) => title),
      [
        ...["group", "method", "settings tried"],
        ...["HR@10 %", "difference [95 %]", "p", "NDCG@10 %", "difference [95 %]", "p"],
      ],
    );
    assert.deepEqual(
      rows.map(([group]) => group.text),
      ["overall", "overall", "head", "head", "tail", "tail"],
    );
    assert.deepEqual(
      rows.slice(0, 2).map((row) => row[2].text),
      ["8", "n/a"],
    );
  });

  test("prints the mean, its deviation, the difference, its interval and p of a cell", () => {
    const cell = comparison.cells.find(
      ({ method, group, metric }) => method === hostile && group === "tail" && metric === "NDCG@10",
    )!;
    const inPercent = (value: number) => (100 * value).toFixed(2);
    const [low, high] = cell.effect!.interval!;
    assert.deepEqual(
      rows[5].slice(6).map(({ text }) => text),
      [
        `${inPercent(cell.mean!)} ± ${inPercent(cell.standardDeviation!)}`,
        `${signed(100 * cell.effect!.difference)} [${signed(100 * low)}, ${signed(100 * high)}]`,
        pText(cell.adjustedP),
      ],
    );
  });

  test("sets the highest mean of each metric and group in bold, and nothing else", () => {
    rows.forEach((row, index) =>
      row.forEach((cell, column) => {
        const isMean = column === 3 || column === 6;
        const other = rows[index % 2 === 0 ? index + 1 : index - 1];
        const best = isMean && parseFloat(cell.text) > parseFloat(other[column].text);
        assert.equal(cell.best ?? false, best, `row ${index}, column ${column}`);
      }),
    );
  });

  test("says what is compared with what, how often it was resampled and how many tests were corrected for", () => {
    assert.match(caption, /Difference to "two-tower" in percentage points, with the 95 % interval/);
    assert.match(caption, /100 resamples/);
    assert.match(caption, /Holm's correction over 6 tests/);
    assert.match(caption, /Head: 20 items/);
  });

  test("can print a part of it", () => {
    const part = comparisonTable(comparison, { metrics: ["HR@10"], groups: ["tail"] });
    assert.equal(part.rows.length, 2);
    assert.equal(part.values.rows.length, 2);
    assert.ok(values.rows.length > 2);
    assert.throws(
      () => comparisonTable(comparison, { metrics: ["MRR"] }),
      /"MRR" was not compared; there are HR@10, NDCG@10/,
    );
  });

  test("shows n/a for an empty group", () => {
    const none = comparisonTable(
      compare(runs, groupsOf(100, 0), { baseline: "two-tower", at: [10], resamples: 10 }),
    );
    assert.deepEqual(
      none.rows[3].slice(3, 6).map(({ text }) => text),
      ["n/a", "n/a", "n/a"],
    );
    const fields = parseCsv(none.toCsv());
    const head = fields.find(([, group, method]) => group === "head" && method === hostile)!;
    assert.equal(head[fields[0].indexOf("mean")], "");
  });
});

describe("headForTailTable", () => {
  test("has a row for each method but the baseline", () => {
    const { rows, values } = tables.headForTailTable;
    assert.deepEqual(
      rows.map(([name]) => name.text),
      [hostile],
    );
    const { tail } = exchange.methods[0];
    assert.equal(values.rows[0][values.columns.indexOf("tail_difference")], tail!.difference);
    assert.equal(values.rows[0][values.columns.indexOf("tail_low")], tail!.interval![0]);
    // The head gains here, so there is nothing that the tail was paid for.
    assert.equal(rows[0][rows[0].length - 1].text, "n/a");
  });
});

describe("numbers in a table", () => {
  test("have a sign where they differ from nothing", () => {
    assert.deepEqual(
      [1.234, -1.234, 0.001, -0.001, Infinity].map((value) => signed(value)),
      ["+1.23", "−1.23", "0.00", "0.00", "+∞"],
    );
    assert.deepEqual([0.0004, 0.012, 1, null].map(pText), ["< 0.001", "0.012", "1.000", "n/a"]);
  });
});

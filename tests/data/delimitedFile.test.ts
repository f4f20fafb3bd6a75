import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { BadRows } from "../../lib/data/reading/badRows";
import { readDelimitedFile } from "../../lib/data/reading/delimitedFile";
import type { DelimitedColumn, DelimitedLayout } from "../../lib/data/reading/delimitedLayout";
import { withDatabase } from "../../lib/data/reading/duckdb";
import { temporaryFolder } from "../temporaryFolder";

const columns: readonly DelimitedColumn[] = [
  { name: "id", kind: "text", required: true },
  { name: "title", kind: "text" },
  { name: "time", kind: "number", required: true },
];
const quoted: DelimitedLayout = {
  delimiter: ";",
  delimiterName: "semicolons",
  quoted: true,
  header: true,
  columns,
};
const plain: DelimitedLayout = {
  ...quoted,
  delimiter: "\t",
  delimiterName: "tabs",
  quoted: false,
  header: false,
};

interface Read {
  readonly ids: readonly (string | null)[];
  readonly titles: readonly (string | null)[];
  readonly times: readonly number[];
  readonly bad: BadRows;
}

async function read(content: string | Buffer, layout: DelimitedLayout): Promise<Read> {
  const folder = temporaryFolder({ "it's a table.csv": content });
  const bad = new BadRows();
  return withDatabase(async (database) => {
    await readDelimitedFile(database, "rows", path.join(folder, "it's a table.csv"), layout, {
      badRows: bad,
    });
    const [ids, titles, times] = await database.columns('SELECT id, title, "time" FROM rows ORDER BY rowid', [
      "text",
      "text",
      "float64",
    ]);
    return { ids, titles, times: [...times], bad };
  });
}

/** Good rows enough that a few bad ones stay under 1 %. */
function manyGoodRows(count: number, row: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => row(index)).join("\n");
}

test("bad rows are left out, counted and named with their line, also after values that hold line ends", async () => {
  const good = manyGoodRows(900, (index) => `"g${index}";"fine";"${index}"`);
  const content = [
    '"id";"title";"time"', // 1
    '"a";"two', // 2
    'lines";"1"', // 3
    '"b";"too";"many";"2"', // 4
    "", // 5
    '"c";"few"', // 6
    '"d";"not a time";"soon"', // 7
    '"";"no id";"3"', // 8
    '"e";"semi;colon ""quoted""";"4"', // 9
    '"f";"no time";', // 10
    '"h";"not finite";"nan"', // 11
    '"i";"a " stray quote";"5"', // 12
    good,
  ].join("\n");
  const { ids, titles, bad } = await read(content, quoted);
  assert.deepEqual(ids.slice(0, 3), ["a", "e", "g0"]);
  assert.deepEqual(titles.slice(0, 2), ["two\nlines", 'semi;colon "quoted"']);
  assert.equal(ids.length, 902);
  assert.equal(bad.count, 7);
  assert.deepEqual(
    bad.first.map(({ file, line, reason }) => `${file}:${line} ${reason}`),
    [
      "it's a table.csv:4 expected 3 columns, found more",
      "it's a table.csv:6 expected 3 columns, found fewer",
      "it's a table.csv:7 time is not a number",
      "it's a table.csv:8 no id",
      "it's a table.csv:10 no time",
      "it's a table.csv:11 time is not a number",
      "it's a table.csv:12 a stray or open quote",
    ],
  );
});

test("a quote left open spoils its own line only", async () => {
  const content = [
    '"id";"title";"time"',
    manyGoodRows(300, (index) => `"g${index}";"fine";"${index}"`),
    '"a";"never closed;"1"',
    '"b";"never closed;1',
    '"c";"not swallowed";"2"',
    '\\";"x',
    manyGoodRows(100, (index) => `"h${index}";"fine";"${index}"`),
  ].join("\n");
  const { ids, bad } = await read(content, quoted);
  assert.equal(ids.length, 401);
  assert.equal(ids[300], "c");
  assert.deepEqual(
    bad.first.map(({ line, reason }) => [line, reason]),
    [302, 303, 305].map((line) => [line, "a stray or open quote"]),
  );
});

test("a second row for an id that must be unique is bad, and the first is kept", async () => {
  const unique = { ...plain, columns: [{ ...columns[0], unique: true }, columns[1], columns[2]] };
  const content = `${manyGoodRows(200, (index) => `g${index}\tfine\t${index}`)}\ng7\tagain\t0\n`;
  const { titles, bad } = await read(content, unique);
  assert.equal(titles[7], "fine");
  assert.deepEqual(bad.first, [
    { file: "it's a table.csv", line: 201, reason: "a second row for id g7; the first is kept" },
  ]);
});

test("line numbers are right in a file large enough to be read in parallel", async () => {
  const lines = Array.from(
    { length: 600_000 },
    (_, index) => `user${index}\tsome title to fill the line\t${index}`,
  );
  const broken = [12_345, 311_111, 599_998];
  for (const index of broken) lines[index] = "broken";
  const { ids, bad } = await read(lines.join("\n"), plain);
  assert.deepEqual(
    bad.first.map(({ line }) => line),
    broken.map((index) => index + 1),
  );
  assert.equal(bad.first[0].reason, "expected 3 columns, found 1");
  assert.equal(ids.length, lines.length - broken.length);
  // In file order, whichever thread read them.
  const rest = lines.flatMap((line) => (line === "broken" ? [] : line.split("\t", 1)));
  assert.ok(ids.every((id, row) => id === rest[row]));
});

test("no more than 20 bad rows are kept, and all are counted", async () => {
  const content = manyGoodRows(5_000, (index) => (index % 125 === 3 ? "broken" : `g\tt\t${index}`));
  await assert.doesNotReject(
    read(content, plain).then(({ bad }) => {
      assert.equal(bad.first.length, 20);
      assert.equal(bad.count, 40);
    }),
  );
});

test("more than 1 % of bad rows is an error that says what was expected and found", async () => {
  const content = manyGoodRows(100, (index) => (index < 2 ? "broken" : `g\tt\t${index}`));
  await assert.rejects(
    read(content, plain),
    /it's a table\.csv: 2 of 100 rows are bad, more than 1 %; the first is line 1: expected 3 columns, found 1\. Expected 3 columns divided by tabs \(id, title, time\)\./,
  );
});

for (const [what, content] of [
  ["nothing", ""],
  ["blank lines", "\n\n"],
  ["a header alone", '"id";"title";"time"\n'],
] as const) {
  test(`a file of ${what} is an error that says it is empty`, async () => {
    await assert.rejects(read(content, quoted), /it's a table\.csv is empty: expected rows of 3 columns/);
  });
}

test("a file that is not there is an error with its name and no path", async () => {
  const folder = temporaryFolder();
  await assert.rejects(
    withDatabase((database) =>
      readDelimitedFile(database, "rows", path.join(folder, "gone.csv"), quoted, { badRows: new BadRows() }),
    ),
    { message: "gone.csv could not be read: ENOENT." },
  );
});

const anyText = fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.replace(/[\r\n\0]/g, " "));
const nasty = fc.constantFrom('";"', '"', ";", "\\", '\\"', "a;b", '";', ";\\", '\\";"x');
const anyTitle = fc.array(fc.oneof(anyText, nasty), { maxLength: 4 }).map((parts) => parts.join(""));

for (const [style, escape] of [
  ["doubled quotes", (text: string) => text.replaceAll('"', '""')],
  ["backslashes", (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')],
] as const) {
  test(`any titles written with ${style} come back as they were`, async () => {
    // One style has no way to write a backslash, the other reads it as an escape.
    const titles = style === "doubled quotes" ? anyTitle.map((text) => text.replaceAll("\\", "/")) : anyTitle;
    await fc.assert(
      fc.asyncProperty(fc.array(titles, { minLength: 1, maxLength: 30 }), async (written) => {
        const rows = written.map((title, index) => `"${index}";"${escape(title)}";"${index}"`);
        const { titles: back, bad } = await read(['"id";"title";"time"', ...rows].join("\n"), quoted);
        assert.deepEqual(back, written);
        assert.equal(bad.count, 0);
      }),
      { numRuns: 60 },
    );
  });
}

/** Without backslashes, which change how many quotes count. */
const anyLine = fc.oneof(
  { weight: 6, arbitrary: fc.constant('"x";"fine";"1"') },
  { weight: 3, arbitrary: anyTitle.map((text) => text.replaceAll("\\", "/") || "x") },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"open;"1"', '"";"";"1"', '"a";"b";"c"', '"a";"b";"1";"2"', '"a";"b;1'),
  },
);
const thousandGoodRows = Array.from({ length: 1_000 }, (_, index) => `"good";"fine";"${index}"`);
const regularLine = /^(?:"[^"]*"|[^";]*)(?:;(?:"[^"]*"|[^";]*))*$/;

test("whatever the lines hold, each is either read or counted as bad", async () => {
  // Two lines with stray quotes can be one row of two lines: here at most one has them, so that lines are rows.
  const lines = fc
    .array(anyLine, { minLength: 1, maxLength: 8 })
    .filter((all) => all.filter((line) => !regularLine.test(line)).length <= 1);
  await fc.assert(
    fc.asyncProperty(lines, async (tail) => {
      const content = ['"id";"title";"time"', ...thousandGoodRows, ...tail].join("\n");
      const { ids, bad } = await read(content, quoted);
      assert.equal(ids.length + bad.count, thousandGoodRows.length + tail.length);
      const fine = tail.filter((line) => line === '"x";"fine";"1"').length;
      assert.ok(ids.filter((id) => id === "x").length >= fine, "no good row beside a bad one is lost");
    }),
    { numRuns: 60 },
  );
});

test("whatever the lines hold, good rows before and after them are read", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyLine, { minLength: 1, maxLength: 8 }), async (middle) => {
      // Blank lines, more than a value may have, keep an open quote from reaching the rows after them.
      const blank = Array.from({ length: 25 }, () => "");
      const content = ['"id";"title";"time"', ...thousandGoodRows, ...middle, ...blank, '"last";"fine";"1"'];
      const { ids } = await read(content.join("\n"), quoted);
      assert.equal(ids.filter((id) => id === "good").length, thousandGoodRows.length);
      assert.equal(ids.at(-1), "last");
    }),
    { numRuns: 60 },
  );
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { decodeHTML } from "entities";
import { htmlTable } from "../../lib/host/htmlTable";

const cellsOf = (html: string): string[] =>
  [...html.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map((match) => match[1]);

describe("htmlTable", () => {
  test("escapes every text, so that it reads as it is in the data and makes no element", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), fc.string(), (texts, name) => {
        const html = htmlTable({
          columns: texts.map(() => name),
          rows: [texts],
          rowNames: [name],
          caption: name,
        });
        assert.deepEqual(cellsOf(html).map(decodeHTML), texts);
        const elements = [...html.matchAll(/<(\w+)/g)].map((match) => match[1]);
        assert.equal(elements.filter((element) => element === "td").length, texts.length);
        assert.ok(elements.every((element) => /^(?:div|table|thead|tbody|tr|th|td|p)$/.test(element)));
      }),
    );
  });

  test("writes a column of numbers with the same decimals, at most four, on the right", () => {
    const html = htmlTable({
      columns: ["a", "b"],
      rows: [
        [0.5, "x"],
        [0.12345, "y"],
        [2, "z"],
      ],
    });
    assert.deepEqual(cellsOf(html), ["0.5000", "x", "0.1235", "y", "2.0000", "z"]);
    assert.match(html, /<td style="text-align:right">0\.5000/);
    assert.match(html, /<td style="text-align:left">x/);
  });

  test("keeps whole numbers together and very small ones visible", () => {
    const html = htmlTable({
      columns: ["year", "p"],
      rows: [
        [1995, 0.00001],
        [20000, 0],
      ],
    });
    assert.deepEqual(cellsOf(html), ["1995", "1.00e-5", "20000", "0.0000"]);
  });

  test("says n/a for what is missing, and nothing of it makes a column of text", () => {
    const html = htmlTable({ columns: ["a"], rows: [[NaN], [null], [undefined], [1.5]] });
    assert.equal(html.match(/n\/a/g)?.length, 3);
    assert.match(html, /<td style="text-align:right">1\.5</);
  });

  test("shows the first rows and says how many there are", () => {
    const html = htmlTable({ columns: ["n"], rows: [[1], [2], [3]], rowLimit: 2, totalRows: 5000 });
    assert.deepEqual(cellsOf(html), ["1", "2"]);
    assert.match(html, /first 2 of 5,000 rows/);
  });

  test("breaks a sentence into lines, and keeps what is short on one", () => {
    const sentence = "Re-sampling is the worst of all baselines overall, on every data set.";
    const html = htmlTable({ columns: ["claim", "verdict"], rows: [[sentence, "did not hold"]] });
    assert.match(html, /<td style="text-align:left;white-space:normal;min-width:18em">Re-sampling/);
    assert.match(html, /<td style="text-align:left">did not hold/);
  });

  test("refuses a row that does not fit its columns", () => {
    assert.throws(
      () => htmlTable({ columns: ["a", "b"], rows: [[1, 2], [3]] }),
      /Row 1 .* 1 values for 2 columns/,
    );
  });
});

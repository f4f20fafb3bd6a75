import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { NotebookClient, published, resultData, traceback } from "./notebookClient";

describe("showing the value of a cell's last expression", () => {
  const client = new NotebookClient();
  before(() => client.start());
  after(() => client.close());

  test("plain values read as console.log prints them", async () => {
    for (const [code, text] of [
      ["'text'", "text"],
      ["'100%'", "100%"],
      ["null", "null"],
      ["[1, { a: 2 }]", "[ 1, { a: 2 } ]"],
      ["new Map([[1, 'x']])", "Map(1) { 1 => 'x' }"],
      ["10n", "10n"],
    ]) {
      assert.equal(await client.value(`(${code})`), text);
    }
    assert.equal(published(await client.execute("undefined"), "execute_result").length, 0);
    assert.equal(published(await client.execute("const declared = 1;"), "execute_result").length, 0);
  });

  test("an object shows itself with its Jupyter.display method, at once or after a while", async () => {
    const bundle = '{ "text/html": "<i>own</i>", "image/png": new Uint8Array([1, 2, 3]) }';
    for (const method of [`() => (${bundle})`, `async () => { await null; return ${bundle}; }`]) {
      const data = resultData(
        await client.execute(`({ name: "own", [Symbol.for("Jupyter.display")]: ${method} })`),
      );
      assert.equal(data["text/html"], "<i>own</i>");
      assert.equal(data["image/png"], "AQID");
      assert.match(String(data["text/plain"]), /name: 'own'/);
    }
  });

  test("a Jupyter.display method that fails is the cell's error", async () => {
    const cell = await client.execute(
      '({ [Symbol.for("Jupyter.display")]() {\n  throw new Error("cannot show");\n} })',
    );
    assert.match(traceback(cell.reply), /Error: cannot show[^]*line 2, column 9/);
    const wrong = await client.execute('({ [Symbol.for("Jupyter.display")]: () => 5 })');
    assert.match(traceback(wrong.reply), /must return an object of MIME types, not 5/);
  });

  test("a Plotly figure is JSON with a height and arrays of numbers, and no HTML", async () => {
    const data = resultData(
      await client.execute(
        '({ data: [{ type: "bar", x: new Int32Array([1, 2]), y: new Float64Array([0.5, NaN]) }], layout: { title: { text: "A <b>chart</b>" } } })',
      ),
    );
    assert.deepEqual(Object.keys(data).sort(), ["application/vnd.plotly.v1+json", "text/plain"]);
    assert.deepEqual(data["application/vnd.plotly.v1+json"], {
      data: [{ type: "bar", x: [1, 2], y: [0.5, null] }],
      layout: { title: { text: "A <b>chart</b>" }, height: 450 },
    });
    assert.match(String(data["text/plain"]), /Figure: A +chart/);
  });

  test("a figure's own height stays, and its fields beyond data and layout too", async () => {
    const figure = resultData(
      await client.execute("({ data: [], layout: { height: 99 }, config: { a: 1 } })"),
    );
    assert.deepEqual(figure["application/vnd.plotly.v1+json"], {
      data: [],
      layout: { height: 99 },
      config: { a: 1 },
    });
    assert.equal(await client.value("({ data: [1], layout: 'wide' })"), "{ data: [ 1 ], layout: 'wide' }");
  });

  test("a danfo table is escaped HTML with its first rows and its size, and text", async () => {
    await client.value('import * as danfo from "danfojs-node";');
    const data = resultData(
      await client.execute(
        'const frame = new danfo.DataFrame({ "<title>": Array.from({ length: 1234 }, (_, i) => `<b>${i}</b>`), score: Array.from({ length: 1234 }, (_, i) => i / 8) }); frame',
      ),
    );
    const html = String(data["text/html"]);
    assert.match(html, /&lt;title&gt;/);
    assert.match(html, /&lt;b&gt;9&lt;\/b&gt;/);
    assert.doesNotMatch(html, /<b>|&lt;b&gt;10&lt;/);
    assert.match(html, /first 10 of 1,234 rows × 2 columns/);
    assert.match(html, /<td style="text-align:right">1\.125<\/td>/);
    assert.match(String(data["text/plain"]), /score[^]*first 10 of 1,234 rows × 2 columns/);
  });

  test("a danfo series and an empty table show, too", async () => {
    const series = resultData(await client.execute('new danfo.Series([1.5, 2], { index: ["a", "b"] })'));
    assert.match(String(series["text/html"]), /<th scope="row">a<\/th>[^]*1\.5[^]*2\.0[^]*2 values/);
    const empty = resultData(await client.execute("frame.query(frame['score'].gt(1e9))"));
    assert.match(String(empty["text/html"]), /0 rows × 2 columns/);
  });
});

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { charts, writeChapter } from "./chapter";
import { shown, writeNotebook } from "./notebookFile";
import { temporaryFolder } from "../temporaryFolder";
import { writePage } from "./python";

// A page is megabytes: a failure names the pattern, not the page.
const contains = (text: string, pattern: RegExp) =>
  assert.ok(pattern.test(text), `the page lacks ${pattern}`);
const lacks = (text: string, pattern: RegExp) =>
  assert.ok(!pattern.test(text), `the page has ${pattern}: ${pattern.exec(text)?.[0]}`);

describe("the page of a chapter", () => {
  const folder = temporaryFolder();
  const target = join(folder, "page.html");
  let html = "";
  /** The page without plotly.js, whose own text is not what is looked at. */
  let own = "";

  before(async () => {
    await writePage(writeChapter(join(folder, "chapter.ipynb")), target);
    html = readFileSync(target, "utf8");
    own = html
      .split(/(?=<script)/)
      .filter((piece) => piece.length < 1e6)
      .join("");
  });

  it("is one file under 6 MB with plotly.js in it once, however many charts", () => {
    assert.ok(statSync(target).size < 6e6);
    assert.equal(html.match(/\* plotly\.js v/g)?.length, 1);
    assert.equal(own.match(/<figure class="chart">/g)?.length, charts.length);
  });

  it("names no address to load anything from, and forbids connections", () => {
    lacks(own, /(src|href)="(https?:)?\/\//);
    lacks(own, /@import|url\(/);
    contains(own, /http-equiv="Content-Security-Policy"/);
    contains(own, /default-src 'none'/);
  });

  it("lets no string of data become a tag, in charts, text, errors, computed markdown or the footer", () => {
    lacks(own, /<img src="?x/);
    lacks(own, /href="javascript:/);
    contains(own, /<strong>computed<\/strong> 20\.5 \*&lt;b&gt; &lt;\/script&gt;/);
    assert.equal(own.match(/<script/g)?.length, own.match(/<\/script>/g)?.length);
    assert.equal(own.includes("<!-- "), false);
  });

  it("keeps each chart's values as they were", () => {
    const inPage = [
      ...own.matchAll(/<script(?: id="headline-figure")? type="application\/json">([^]*?)<\/script>/g),
    ].map(([, json]) => JSON.parse(json) as unknown);
    assert.deepEqual(inPage, JSON.parse(JSON.stringify(charts)));
  });

  it("lists the headings, each with an anchor of its own", () => {
    const anchors = [...own.matchAll(/<h2 id="([^"]+)"/g)].map(([, anchor]) => anchor);
    assert.deepEqual(anchors, ["data", "chart", "chart-2", "chart-3", "chart-4"]);
    for (const anchor of anchors) contains(own, new RegExp(`<li class="level-2"><a href="#${anchor}">`));
  });

  it("folds code and names the parameters cell", () => {
    contains(own, /<details class="code">\s*<summary>Parameters<\/summary>/);
    lacks(own, /<details class="code" open/);
  });

  it("draws formulas as MathML, with the letters that browsers lack a style for", () => {
    contains(own, /<math[^>]*display="block"/);
    contains(own, /<mi>ℒ<\/mi>/);
    contains(own, /<msubsup>|<msup>/);
    lacks(own, /\$\$/);
  });

  it("links to the other chapters' reports", () => {
    contains(own, /href="02-next\.html"/);
  });

  it("gives the footer's data at the end of the page and not in the text", () => {
    contains(own, /<dd>(0123456789abcdef){4}<\/dd>/);
    contains(own, /<dt>Seeds<\/dt><dd>0, 1<\/dd>/);
    contains(own, /tensorflow 2\.21\.0/);
    lacks(own, /the footer as the notebook shows it/);
  });
});

it("a page without charts does without plotly.js", async () => {
  const folder = temporaryFolder();
  const notebook = writeNotebook(join(folder, "plain.ipynb"), [
    { markdown: "# Plain\n\n$\\badcommand{x}$ <b>raw</b>" },
    { code: "1", outputs: [shown({ "text/plain": "1" })] },
  ]);
  await writePage(notebook, join(folder, "plain.html"));
  const html = readFileSync(join(folder, "plain.html"), "utf8");
  assert.ok(html.length < 50_000);
  contains(html, /<code class="formula"[^>]*>\\badcommand\{x\}<\/code>/);
  contains(html, /<b>raw<\/b>/);
});

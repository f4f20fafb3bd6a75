import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { temporaryFolder } from "../temporaryFolder";
import { root } from "../report/python";
import { launch, skip } from "./chromium";
import { startJupyter, type JupyterServer } from "./jupyterServer";
import { LabNotebook, type Cell } from "./labNotebook";

const chapter = join(root, "notebooks", "01-the-long-tail.ipynb");
const PLOTLY = "application/vnd.plotly.v1+json";

describe("the first chapter in JupyterLab", { skip, timeout: 600_000 }, () => {
  const folder = temporaryFolder();
  const name = basename(chapter);
  let server: JupyterServer;
  let browser: Browser;
  let page: Page;
  let notebook: LabNotebook;
  const requests: string[] = [];

  const saved = (): readonly Cell[] =>
    (JSON.parse(readFileSync(join(folder, name), "utf8")) as { cells: Cell[] }).cells;
  const code = () => saved().filter((cell) => cell.cell_type === "code" && cell.source.length > 0);
  const outputs = () => code().flatMap((cell) => cell.outputs ?? []);
  const figures = () => outputs().filter((output) => output.data?.[PLOTLY]).length;

  before(async () => {
    // The chapter as it is, but for the length of the training: `npm run report` trains in full.
    const text = readFileSync(chapter, "utf8");
    writeFileSync(join(folder, name), text.replace(/\bepochs: \d+/g, "epochs: 2"));
    server = await startJupyter(folder);
    browser = await launch();
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    page.on("request", (request) => requests.push(request.url()));
    notebook = await LabNotebook.open(page, server, folder, name);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  it("opens with this workbook's kernel and runs to its end by Run All, without an error", async () => {
    await page.locator(".jp-Notebook").click({ position: { x: 5, y: 5 } });
    await notebook.menu("Run", "Run All Cells");
    for (;;) {
      await page.waitForTimeout(2000);
      await page.keyboard.press("Control+s");
      const failed = outputs().find((output) => output.output_type === "error");
      assert.equal(failed?.evalue, undefined, "a cell failed");
      if (code().every((cell) => typeof cell.execution_count === "number")) break;
    }
  });

  const footer = () =>
    outputs()
      .map((output) => output.data?.["application/vnd.longtail.footer+json"])
      .find((found) => found !== undefined) as { problems: string[]; records: string[] } | undefined;

  it("says at its end which records it shows, and finds nothing out of date", () => {
    assert.deepEqual(footer()?.problems, []);
    assert.equal(footer()?.records.length, 1);
  });

  it("shows a drawn chart for every figure", async () => {
    await page.waitForTimeout(1000);
    await page.keyboard.press("Control+s");
    await page.waitForTimeout(1000);
    const expected = figures();
    assert.ok(expected >= 5, `${expected} figures in the notebook`);
    // A notebook draws what is in sight: go through it as a reader does, and count each chart once.
    const drawn = new Set<string>();
    const scroller = page.locator(".jp-WindowedPanel-outer").first();
    for (let at = 0; at < 60 && drawn.size < expected; at += 1) {
      for (const title of await page
        .locator(".jp-Notebook .js-plotly-plot:has(.trace) .gtitle")
        .allTextContents())
        drawn.add(title);
      await scroller.evaluate((element, top) => {
        (element as unknown as { scrollTop: number }).scrollTop = top;
      }, at * 400);
      await page.waitForTimeout(150);
    }
    assert.equal(drawn.size, expected, [...drawn].join(" | "));
  });

  it("keeps its charts at their height when the window changes", async () => {
    await page.setViewportSize({ width: 1100, height: 900 });
    await page.waitForTimeout(1500);
    const heights = await page.evaluate<number[]>(
      `[...document.querySelectorAll(".jp-Notebook .js-plotly-plot")].map((chart) => chart.querySelector(".main-svg").clientHeight)`,
    );
    assert.ok(heights.length > 0);
    for (const height of heights) assert.ok(height >= 300, `a chart is ${height} px high`);
  });

  it("warns at its end when a cell was run again after those below it", async () => {
    const cells = page.locator(".jp-Notebook .jp-CodeCell");
    const runAgain = async (place: "first" | "last") => {
      await page.locator(".jp-Notebook").click({ position: { x: 5, y: 5 } });
      await page.keyboard.press("Escape");
      await page.keyboard.press(place === "first" ? "Control+Home" : "Control+End");
      await cells[place]().locator(".jp-InputPrompt").click();
      await page.keyboard.press("Control+Enter");
      await page.waitForTimeout(3000);
    };
    await runAgain("first");
    await runAgain("last");
    await page.keyboard.press("Control+s");
    await page.waitForTimeout(1000);
    assert.match(footer()?.problems.join() ?? "", /was run again after cells below it/);
  });

  it("asks for nothing beyond its own server", () => {
    const strangers = requests.filter(
      (url) => /^(https?|wss?):/.test(url) && !url.startsWith(server.address),
    );
    assert.deepEqual(strangers, []);
  });

  it("exports to HTML as the report does, with its charts", async () => {
    const answer = await page.request.get(
      `${server.address}/nbconvert/html/${name}?download=true&token=${server.token}`,
    );
    assert.equal(answer.status(), 200);
    const html = await answer.text();
    assert.equal(html.match(/<figure class="chart">/g)?.length, figures());
    assert.equal(html.match(/\* plotly\.js v/g)?.length, 1);
    assert.match(html, /default-src 'none'/);
  });
});

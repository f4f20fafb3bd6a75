import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { charts, writeChapter } from "../report/chapter";
import { temporaryFolder } from "../temporaryFolder";
import { writePage } from "../report/python";
import { launch, skip } from "./chromium";
import { lowestContrast } from "./contrast";
import { openPage, type OpenPage } from "./openPage";

describe("a report in Chromium", { skip }, () => {
  const folder = temporaryFolder();
  const file = pathToFileURL(join(folder, "chapter.html")).href;
  let browser: Browser;

  before(async () => {
    await writePage(writeChapter(join(folder, "chapter.ipynb")), join(folder, "chapter.html"));
    browser = await launch();
  });
  after(() => browser?.close());

  const open = (options: BrowserContextOptions = {}): Promise<OpenPage> =>
    openPage(browser, join(folder, "chapter.html"), 120_000, options);
  const sideways = (page: Page) =>
    page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

  it("draws every chart, complains of nothing and asks for nothing beyond the file", async () => {
    const { page, requests, complaints, close } = await open();
    for (let at = 0; at < charts.length; at += 1) {
      const chart = page.locator("figure.chart").nth(at);
      assert.ok((await chart.locator("svg.main-svg").count()) >= 1);
      assert.ok((await chart.locator(".trace").count()) >= 1, `chart ${at} has no trace`);
      assert.ok((await chart.locator("figcaption").innerText()).length > 0);
    }
    assert.deepEqual(complaints, []);
    assert.deepEqual(requests, [file]);
    await close();
  });

  it("cannot ask for anything, even if it tried", async () => {
    const { page, close } = await open();
    const answer = await page.evaluate<string>(
      `fetch("http://127.0.0.1:9/").then(() => "answered", (error) => error.message)`,
    );
    assert.match(answer, /Failed to fetch|blocked/);
    const blocked = await page.evaluate<string>(`new Promise((resolve) => {
      addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
      new Image().src = "http://127.0.0.1:9/picture.png";
    })`);
    assert.equal(blocked, "img-src");
    await close();
  });

  it("shows a label with the title as it is in the data when a chart is hovered over", async () => {
    const { page, close } = await open();
    const chart = page.locator("figure.chart").first();
    await chart.scrollIntoViewIfNeeded();
    // Plotly's plot area takes the mouse; the point of rank 1 is somewhere along its left edge.
    const area = await chart.locator(".nsewdrag").first().boundingBox();
    assert.ok(area);
    await page.mouse.move(area.x + area.width / 2, area.y + area.height / 2);
    await page.mouse.move(area.x + 4, area.y + 12, { steps: 10 });
    const label = chart.locator(".hoverlayer .hovertext");
    await label.first().waitFor();
    const text = await label
      .first()
      .innerText()
      .catch(async () => (await label.first().textContent()) ?? "");
    assert.match(text, /<\/script><img src=x onerror/);
    assert.match(text, /rank \d+/);
    assert.equal(await page.title(), "A chapter of charts");
    await close();
  });

  it("has no sideways scroll on a phone, while its wide table scrolls in its own box", async () => {
    const { page, close } = await open({ viewport: { width: 390, height: 844 }, hasTouch: true });
    assert.equal(await sideways(page), 0);
    const box = await page.evaluate<{ inside: number; width: number }>(
      `(({ scrollWidth, clientWidth }) => ({ inside: scrollWidth, width: clientWidth }))(document.querySelector(".output.wide"))`,
    );
    assert.ok(box.inside > box.width && box.width <= 390);
    await page.getByText("Contents").first().click();
    await page.getByRole("link", { name: "Chart" }).first().click();
    await page.waitForFunction(`location.hash === "#chart"`);
    assert.equal(await page.evaluate("document.querySelector('.contents-button').open"), false);
    assert.equal(await sideways(page), 0);
    await close();
  });

  it("gives a wide table the margin on the right of a wide window, and no more", async () => {
    const { page, close } = await open({ viewport: { width: 1440, height: 900 } });
    const [table, prose] = await page.evaluate<[number, number]>(
      `[".output.wide", "main .prose"].map((box) => document.querySelector(box).getBoundingClientRect().right)`,
    );
    assert.ok(table > prose + 100 && table <= 1440, `${table} beside ${prose}`);
    assert.equal(await sideways(page), 0);
    await close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    it(`reads well in ${colorScheme}, charts too`, async () => {
      const { page, close } = await open({ colorScheme });
      await page.waitForTimeout(300);
      for (const selector of [
        "main p",
        "h2",
        "nav.contents a",
        "footer dd",
        ".chart .xtick text",
        ".chart .ytick text",
        ".annotation-text",
      ])
        assert.ok((await lowestContrast(page, selector)) >= 4.5, `${selector} in ${colorScheme}`);
      await close();
    });
  }

  it("changes its theme by the switch, charts too, and keeps the choice", async () => {
    const { page, close } = await open({ colorScheme: "light" });
    const fill = () => page.evaluate<string>("getComputedStyle(document.querySelector('.xtick text')).fill");
    const light = await fill();
    await page.getByRole("button", { name: "Dark theme" }).click();
    await page.waitForFunction(
      `getComputedStyle(document.querySelector('.xtick text')).fill !== ${JSON.stringify(light)}`,
    );
    assert.ok((await lowestContrast(page, ".xtick text")) >= 4.5);
    await page.reload();
    assert.equal(await page.evaluate("document.documentElement.dataset.theme"), "dark");
    await close();
  });

  it("shows and hides all code by one switch", async () => {
    const { page, close } = await open();
    const code = page.locator("details.code .highlight");
    assert.equal(await code.first().isVisible(), false);
    await page.getByRole("button", { name: "Show code" }).click();
    assert.equal(await code.first().isVisible(), true);
    assert.equal(await code.last().isVisible(), true);
    await page.getByRole("button", { name: "Hide code" }).click();
    assert.equal(await code.first().isVisible(), false);
    await close();
  });

  it("can be read with the keyboard alone: the first stop leads past the contents", async () => {
    const { page, close } = await open();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate("document.activeElement.textContent"), "Skip to the text");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate("document.activeElement.id"), "main");
    await close();
  });

  it("prints on several pages, light, with its charts no wider than the paper", async () => {
    const { page, close } = await open({ colorScheme: "dark" });
    await page.evaluate(`addEventListener("beforeprint", () => {
      window.printed = [...document.querySelectorAll(".chart .main-svg")].map((svg) => Number(svg.getAttribute("width")));
      window.printedTheme = document.documentElement.dataset.theme;
    })`);
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    assert.ok(pages >= 3 && pages < 20, `${pages} pages`);
    // A4 less the margins of 16 mm is 672 CSS pixels.
    assert.ok((await page.evaluate<number[]>("window.printed")).every((width) => width <= 672));
    assert.equal(await page.evaluate("window.printedTheme"), "light");
    assert.equal(
      await page.evaluate("document.documentElement.dataset.theme"),
      "dark",
      "and dark again after",
    );
    await close();
  });
});

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { smallFeedback } from "../notebooks/chapter";
import { temporaryFolder } from "../temporaryFolder";
import { render, root } from "../report/python";
import { launch, skip } from "./chromium";
import { openPage, type OpenPage } from "./openPage";

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** The page, with what it asked for beyond itself. */
async function open(browser: Browser, file: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const opened = await openPage(browser, file, 60_000, options);
  const own = pathToFileURL(file).href;
  return { ...opened, requests: opened.requests.filter((url) => url !== own) };
}

/** What axe finds wrong with contrast, names, roles, landmarks and the order of the keyboard. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<Violation[]>(
    // The text inside a chart is looked at by its own test; axe knows no colours of SVG text.
    `axe.run({ exclude: [[".chart-box"]] }).then(({ violations }) => violations)`,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}

/** Links to files and to places in pages that lead nowhere. */
async function deadLinks(page: Page): Promise<string[]> {
  const links = await page.evaluate<string[]>(
    "[...document.querySelectorAll('a[href]')].map(({ href }) => href)",
  );
  const dead: string[] = [];
  for (const link of new Set(links)) {
    if (!link.startsWith("file:")) continue;
    const url = new URL(link);
    const anchor = decodeURIComponent(url.hash.slice(1));
    url.hash = "";
    const file = fileURLToPath(url);
    const there = existsSync(file);
    if (!there || (anchor && !readFileSync(file, "utf8").includes(`id="${anchor}"`))) dead.push(link);
  }
  return dead;
}

/** Charts that a print would cut: wider than the paper less its margins. */
async function cutInPrint(page: Page): Promise<string[]> {
  await page.evaluate(`addEventListener("beforeprint", () => {
    window.cut = [...document.querySelectorAll(".chart")].filter((chart) => {
      const drawing = chart.querySelector(".main-svg");
      return !drawing || Number(drawing.getAttribute("width")) > 672 ||
        Number(drawing.getAttribute("height")) > 1000 || !chart.querySelector(".trace, .heatmaplayer, .parcoords");
    }).map((chart) => chart.textContent.slice(0, 80));
  })`);
  await page.pdf({ format: "A4" });
  return page.evaluate<string[]>("window.cut");
}

const sideways = (page: Page) =>
  page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

/** Looks at a page as its readers would; gives what is wrong with it. */
async function faults(browser: Browser, file: string): Promise<string[]> {
  const wrong: string[] = [];
  const note = (what: string, found: readonly string[]) =>
    wrong.push(...found.map((one) => `${what}: ${one}`));
  if (statSync(file).size >= 6e6) wrong.push("6 MB or more");
  for (const colorScheme of ["light", "dark"] as const) {
    const { page, requests, complaints, close } = await open(browser, file, { colorScheme });
    note(`axe, ${colorScheme}`, await violations(page));
    if (colorScheme === "light") {
      const empty = await page.evaluate<string[]>(
        `[...document.querySelectorAll("figure.chart")].filter((chart) => !chart.querySelector("svg.main-svg") || chart.querySelector(".chart-box").textContent.startsWith("This chart could not")).map((chart) => chart.textContent.slice(0, 80))`,
      );
      note("not drawn", empty);
      note("dead link", await deadLinks(page));
      note("cut in print", await cutInPrint(page));
    }
    note("complaint", complaints);
    note("request", requests);
    await close();
  }
  const phone = await open(browser, file, { viewport: { width: 360, height: 740 }, hasTouch: true });
  if ((await sideways(phone.page)) !== 0) wrong.push("scrolls sideways on a phone");
  await phone.close();
  return wrong;
}

describe("the book's pages in Chromium", { skip, timeout: 600_000 }, () => {
  const folder = temporaryFolder();
  const reports = join(folder, "reports");
  let browser: Browser;
  let printed = "";

  before(async () => {
    // A chapter of the book on a small file, with records of its own.
    writeFileSync(join(folder, "small.csv"), smallFeedback());
    const dataset = JSON.stringify({ interactions: join(folder, "small.csv") });
    const records = process.env["LONGTAIL_RECORDS"];
    process.env["LONGTAIL_RECORDS"] = join(folder, "records");
    const ran = await render(["01", "-p", `dataset=${dataset}`, "--output", reports, "--pdf", "--notebooks"]);
    if (records === undefined) delete process.env["LONGTAIL_RECORDS"];
    else process.env["LONGTAIL_RECORDS"] = records;
    assert.equal(ran.code, 0, ran.stderr);
    printed = ran.stdout;
    browser = await launch();
  });
  after(() => browser?.close());

  it("are drawn whole, ask for nothing, complain of nothing, and can be read by everyone, on paper and on a phone", async () => {
    for (const name of ["index.html", "01-the-long-tail.html"]) {
      assert.deepEqual(await faults(browser, join(reports, name)), [], name);
    }
  });

  // The whole book takes minutes to render, so its pages are looked at where LONGTAIL_TEST_REPORTS names their folder.
  const made = resolve(root, process.env["LONGTAIL_TEST_REPORTS"] ?? "");
  const pages = process.env["LONGTAIL_TEST_REPORTS"]
    ? readdirSync(made).filter((name) => /^(index|\d.*)\.html$/.test(name))
    : [];
  for (const name of pages) {
    it(`the same of ${name} as it was rendered last`, async () => {
      assert.deepEqual(await faults(browser, join(made, name)), []);
    });
  }

  it("lead from the index to the chapter and back, and say what is a quick run and with which parameters", async () => {
    const { page, close } = await open(browser, join(reports, "index.html"));
    assert.ok((await page.getByText("quick run").count()) >= 1);
    assert.match(await page.locator("article").first().innerText(), /not evidence|Run with dataset/);
    assert.ok((await page.locator("article table").count()) === 1);
    await page.getByRole("link", { name: "The long tail", exact: true }).click();
    await page.getByText("They are not evidence").first().waitFor();
    await page.getByRole("link", { name: "All chapters" }).first().click();
    await page.locator("article").first().waitFor();
    await close();
  });

  it("name the record that the chapter rests on", () => {
    const html = readFileSync(join(reports, "01-the-long-tail.html"), "utf8");
    assert.match(html, /<dt>Run records<\/dt><dd>[0-9a-f]{20}-[0-9a-f]{10}<\/dd>/);
  });

  it("come as PDF and as an executed notebook with an image beside each chart", () => {
    assert.match(printed, /01-the-long-tail\.pdf/);
    assert.ok(readFileSync(join(reports, "01-the-long-tail.pdf")).toString("latin1").startsWith("%PDF"));
    const notebook = JSON.parse(readFileSync(join(reports, "01-the-long-tail.ipynb"), "utf8")) as {
      cells: { outputs?: { data?: Record<string, string> }[] }[];
    };
    const charts = notebook.cells
      .flatMap(({ outputs = [] }) => outputs)
      .filter(({ data }) => data?.["application/vnd.plotly.v1+json"]);
    assert.ok(charts.length >= 5);
    for (const { data } of charts) {
      const image = Buffer.from(data!["image/png"], "base64");
      assert.equal(image.subarray(1, 4).toString(), "PNG");
    }
  });
});

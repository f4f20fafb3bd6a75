import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser } from "playwright-core";
import { median } from "simple-statistics";
import { findChromium } from "../lib/figures/image";
import { quietChromium } from "../lib/figures/image/withChromium";

/**
 * How long a rendered page takes until a reader can use it: `npm run report` first, then
 * `node --import tsx bench/pageOpening.ts [folder]`. Prints the median of five openings of each page, in seconds, each in a
 * context of its own with nothing cached: until a press of Tab reaches a link, and until the charts in sight are drawn.
 */
const openings = 5;

async function opening(browser: Browser, file: string): Promise<{ keyboard: number; charts: number }> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  try {
    const page = await context.newPage();
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    await page.goto(pathToFileURL(file).href, { waitUntil: "commit" });
    await page.locator("h1").first().waitFor();
    await page.keyboard.press("Tab");
    await page.waitForFunction("document.activeElement !== document.body");
    const keyboard = seconds();
    // Charts further down are drawn when they come into sight.
    await page.waitForSelector(".js-plotly-plot .main-svg, html:not(:has(figure.chart))", {
      state: "attached",
    });
    return { keyboard, charts: seconds() };
  } finally {
    await context.close();
  }
}

async function main(folder: string): Promise<void> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("There is no Chromium on the PATH; install it.");
  const browser = await chromium.launch({ executablePath, args: [...quietChromium] });
  try {
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".html"))) {
      const all = [];
      for (let at = 0; at < openings; at++) all.push(await opening(browser, path.join(folder, name)));
      const keyboard = median(all.map((one) => one.keyboard)).toFixed(2);
      const charts = median(all.map((one) => one.charts)).toFixed(2);
      console.log(`${name}: usable by keyboard after ${keyboard} s, first chart after ${charts} s`);
    }
  } finally {
    await browser.close();
  }
}

void main(path.resolve(process.argv[2] ?? "reports"));

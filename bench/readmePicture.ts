import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "../tests/browser/chromium";

/**
 * Draws the README's picture, docs/head-and-tail.svg, from the first chapter's report: run
 * `npm run report -- 01` first, then `node --import tsx bench/readmePicture.ts`. Needs Chromium.
 */
const root = join(__dirname, "..");
const page = join(root, "reports", "01-the-long-tail.html");

async function main(): Promise<void> {
  const browser = await launch();
  try {
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForSelector('html[data-charts="drawn"]');
    // The chapter's only chart with one bar a group.
    const address = await tab.evaluate<string>(`(() => {
      const charts = [...document.querySelectorAll(".js-plotly-plot")];
      const bars = charts.find(({ data }) => data[0].type === "bar" && data[0].x.includes("head"));
      const layout = { ...bars.layout, paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff" };
      return Plotly.toImage({ data: bars.data, layout }, { format: "svg", width: 760, height: 400 });
    })()`);
    const svg = address.slice(address.indexOf(",") + 1);
    await mkdir(join(root, "docs"), { recursive: true });
    await writeFile(join(root, "docs", "head-and-tail.svg"), decodeURIComponent(svg));
  } finally {
    await browser.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page of a report, with what it did while it was loaded. */
export interface OpenPage {
  readonly page: Page;
  /** Addresses that were asked for, the page's own first. */
  readonly requests: readonly string[];
  /** Warnings and errors on its console, and what it threw. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

const drawn = 'html[data-charts="drawn"], html:not(:has(figure.chart))';

/**
 * Opens a page, waits for its charts, and keeps what it asked for and complained of.
 *
 * @param patience milliseconds that anything on the page may take: two cores that run every test at once can be slow.
 */
export async function openPage(
  browser: Browser,
  file: string,
  patience: number,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => {
    if (message.type() !== "log") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector(drawn);
  return { page, requests, complaints, close: () => context.close() };
}

import { findChromium } from "./findChromium";

/** What is used of a page of playwright-core; its own types are not for the compiler that a notebook carries. */
export interface BrowserPage {
  goto(address: string): Promise<unknown>;
  setContent(html: string): Promise<void>;
  addScriptTag(script: { readonly path: string }): Promise<unknown>;
  evaluate<Result>(expression: string): Promise<Result>;
  waitForSelector(selector: string): Promise<unknown>;
  pdf(options: Readonly<Record<string, unknown>>): Promise<Uint8Array>;
}

interface Browser {
  newPage(): Promise<BrowserPage>;
  close(): Promise<void>;
}

interface Playwright {
  readonly chromium: {
    launch(options: { readonly executablePath: string; readonly args: readonly string[] }): Promise<Browser>;
  };
}

/** Arguments under which Chromium asks the network for nothing of its own. */
export const quietChromium: readonly string[] = [
  "--disable-background-networking",
  "--disable-quic",
  "--no-first-run",
  "--disable-component-update",
  "--disable-sync",
  // Chromium's sandbox does not start as root.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/**
 * Runs `work` with a page of a headless Chromium, and ends that however `work` ends.
 *
 * @throws an Error that says what to install where no Chromium is found or it does not start.
 */
export async function withChromium<Result>(
  work: (page: BrowserPage) => Promise<Result>,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Result> {
  const executablePath = findChromium(environment);
  const named = environment.LONGTAIL_CHROMIUM;
  if (!executablePath) {
    throw new Error(
      named
        ? `LONGTAIL_CHROMIUM names ${named}, which is no program; name Chromium's, or unset it.`
        : "Images and PDFs are drawn by Chromium, and there is none on the PATH; install it (Debian, Ubuntu: sudo apt install chromium), or name its program in LONGTAIL_CHROMIUM.",
    );
  }
  // Loaded when it is needed: most who use the library draw no image.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { chromium } = require("playwright-core") as Playwright;
  let browser: Browser;
  try {
    browser = await chromium.launch({ executablePath, args: quietChromium });
  } catch (error) {
    const [line] = (error as Error).message.split("\n");
    throw new Error(`Chromium (${executablePath}) did not start: ${line}`);
  }
  try {
    return await work(await browser.newPage());
  } finally {
    await browser.close();
  }
}

import { chromium, type Browser } from "playwright-core";
import { findChromium } from "../../lib/figures/image";
import { quietChromium } from "../../lib/figures/image/withChromium";

const executable = findChromium();

/**
 * Why the browser tests are skipped, or false. A machine without Chromium may do without them; a CI run may not,
 * so there the tests run and fail.
 */
export const skip = executable || process.env.CI === "true" ? false : "no Chromium on the PATH";

/** A browser that asks nothing of its own: whatever it requests, the page asked for. */
export async function launch(): Promise<Browser> {
  if (!executable) throw new Error("There is no Chromium on the PATH; install it.");
  return chromium.launch({
    executablePath: executable,
    args: [...quietChromium],
  });
}

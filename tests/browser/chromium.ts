import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];

function found(): string | undefined {
  for (const name of names)
    for (const folder of (process.env.PATH ?? "").split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder.
      }
    }
  return undefined;
}

const executable = found();

/**
 * Why the browser tests are skipped, or false. A machine without Chromium may do without them; a CI run may not,
 * so there the tests run and fail.
 */
export const skip =
  executable || process.env.CI === "true" ? false : `no Chromium on the PATH (${names.join(", ")})`;

/** A browser that asks nothing of its own: whatever it requests, the page asked for. */
export async function launch(): Promise<Browser> {
  if (!executable) throw new Error(`There is no Chromium on the PATH; install one of ${names.join(", ")}.`);
  return chromium.launch({
    executablePath: executable,
    args: [
      "--disable-background-networking",
      "--disable-quic",
      "--no-first-run",
      "--disable-component-update",
      "--disable-sync",
      // Chromium's sandbox does not start as root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
}

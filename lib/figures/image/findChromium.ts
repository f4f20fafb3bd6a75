import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** What Chromium's program is called, by whom one has it. */
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The program of Chromium: what LONGTAIL_CHROMIUM names, else the first of its usual names on the PATH. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment.LONGTAIL_CHROMIUM;
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = named ? [named] : names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

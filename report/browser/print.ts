import { pathToFileURL } from "node:url";
import { withChromium } from "../../lib/figures/image";
import { writeFileWhole } from "../../lib/training";
import { answer, standardInput } from "./standardInput";

const allDrawn = 'html[data-charts="drawn"], html:not(:has(figure.chart))';

// Prints a page: {page, target} on standard input.
answer(async () => {
  const { page: file, target } = await standardInput<{ readonly page: string; readonly target: string }>();
  const pdf = await withChromium(async (page) => {
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector(allDrawn);
    // The margins are the style sheet's.
    return page.pdf({ format: "A4", printBackground: true, preferCSSPageSize: true });
  });
  await writeFileWhole(target, [pdf]);
  return target;
});

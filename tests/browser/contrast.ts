import type { Page } from "playwright-core";

/** Contrast by WCAG 2 of the elements' colour (a chart's text: its fill) to the page's ground: the lowest one. */
export function lowestContrast(page: Page, selector: string): Promise<number> {
  // Runs in the page; the workbook is checked without the browser's types.
  return page.evaluate(`(() => {
    const channels = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const luminance = (colour) => {
      const [red, green, blue] = channels(colour).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ground = luminance(getComputedStyle(document.body).backgroundColor);
    return Math.min(...[...document.querySelectorAll(${JSON.stringify(selector)})].map((element) => {
      const style = getComputedStyle(element);
      const text = luminance(element instanceof SVGElement ? style.fill : style.color);
      return (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
    }));
  })()`);
}

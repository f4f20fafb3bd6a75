import { withChromium, type BrowserPage } from "./withChromium";

/** The kinds of image. SVG and PDF can be scaled without loss. */
export const imageFormats = ["svg", "png", "pdf"] as const;
export type ImageFormat = (typeof imageFormats)[number];

/** The size of an image. */
export interface ImageSize {
  /** CSS pixels, 96 to the inch. Default 720, the width of a text column and a half. */
  readonly width?: number;
  /** CSS pixels. Default: the figure's own height. */
  readonly height?: number;
  /** Pixels of a PNG for each CSS pixel. Default 2, sharp on paper and on dense screens. */
  readonly scale?: number;
}

/** What is drawn: a Plotly figure's traces and layout. */
export interface DrawnFigure {
  readonly data: readonly unknown[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** A figure for paper: dark on white, where the book's own is transparent and grey to be read on light and dark. */
function onPaper({ data, layout }: DrawnFigure): DrawnFigure {
  const font = (layout.font ?? {}) as Readonly<Record<string, unknown>>;
  const paper = { paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff", font: { ...font, color: "#1f2328" } };
  return { data, layout: { ...layout, ...paper } };
}

async function draw(
  page: BrowserPage,
  figure: DrawnFigure,
  format: ImageFormat,
  size: ImageSize,
): Promise<Buffer> {
  const { width = 720, height = Number(figure.layout.height ?? 400), scale = 2 } = size;
  const asked = JSON.stringify({ ...onPaper(figure), config: { typesetMath: false } });
  const drawn = JSON.stringify({ format: format === "png" ? "png" : "svg", width, height, scale });
  const address = await page.evaluate<string>(`Plotly.toImage(${asked}, ${drawn})`);
  const content = address.slice(address.indexOf(",") + 1);
  if (format === "png") return Buffer.from(content, "base64");
  const svg = decodeURIComponent(content);
  if (format === "svg") return Buffer.from(svg);
  await page.evaluate(`(() => {
    document.body.style.margin = "0";
    document.body.innerHTML = ${JSON.stringify(svg)};
  })()`);
  // A page a hair taller than its picture, so that rounding makes no second one.
  const paper = { width: `${width}px`, height: `${height + 1}px`, printBackground: true, pageRanges: "1" };
  return Buffer.from(await page.pdf(paper));
}

/**
 * Draws Plotly figures as images, in a headless Chromium with the workbook's own plotly.js; nothing is asked of the
 * network.
 *
 * @returns the content of an image file for each figure.
 * @throws an Error that says what to install where there is no Chromium.
 */
export function drawFigures(
  figures: readonly DrawnFigure[],
  format: ImageFormat,
  size: ImageSize = {},
): Promise<Buffer[]> {
  return withChromium(async (page) => {
    await page.setContent("<!DOCTYPE html><body></body>");
    await page.addScriptTag({ path: require.resolve("plotly.js-dist-min/plotly.min.js") });
    const images: Buffer[] = [];
    for (const figure of figures) images.push(await draw(page, figure, format, size));
    return images;
  });
}

import path from "node:path";
import { writeFileWhole } from "../../training";
import { drawFigures, imageFormats, type DrawnFigure, type ImageFormat, type ImageSize } from "./drawFigures";

/**
 * Draws a figure into a file for a paper or a slide; the file's ending says which kind of image: .svg, .png or .pdf.
 * A relative path starts at the working directory: in a notebook, the repository.
 *
 * @returns the file's absolute path.
 * @throws an Error that names the endings there are, or what to install where there is no Chromium.
 */
export async function saveFigure(figure: DrawnFigure, file: string, size: ImageSize = {}): Promise<string> {
  const ending = path.extname(file).slice(1).toLowerCase();
  if (!imageFormats.includes(ending as ImageFormat)) {
    throw new Error(
      `The file "${file}" does not end in one of ${imageFormats.map((format) => `.${format}`).join(", ")}; its ending says which kind of image it is.`,
    );
  }
  const [image] = await drawFigures([figure], ending as ImageFormat, size);
  const target = path.resolve(file);
  await writeFileWhole(target, [image]);
  return target;
}

import { drawFigures } from "../../lib/figures/image";
import type { Figure } from "../../lib/figures";
import { answer, standardInput } from "./standardInput";

// Figures as PNG, base64: a JSON list of figures on standard input, a JSON list of images on standard output.
answer(async () => {
  const images = await drawFigures(await standardInput<Figure[]>(), "png", { width: 800 });
  return images.map((image) => image.toString("base64"));
});

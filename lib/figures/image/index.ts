export * from "./drawFigures";
export { findChromium } from "./findChromium";
export * from "./saveFigure";
export { withChromium } from "./withChromium";

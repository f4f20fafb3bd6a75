import type { Group } from "../splitting";

/** How a series is drawn, in every figure of the book: one colour and one marker. */
export interface Style {
  /** Hexadecimal, at least 3:1 against white and against #111. */
  readonly colour: string;
  /** Plotly's marker symbol. */
  readonly symbol: string;
  /** Plotly's line dash, where another method's lines have the same colour. Default solid. */
  readonly dash?: string;
}

/** Okabe and Ito's colours for all kinds of sight, the light ones darkened until they read on white too. */
const blue = "#1679b8";
const vermillion = "#d55e00";
const green = "#00936b";
const purple = "#b8629a";
const ochre = "#a87900";
const sky = "#3d8fbf";
const grey = "#808080";

/** The two cuts of the long tail and both together. */
export const groupStyles: Readonly<Record<Group, Style>> = {
  overall: { colour: grey, symbol: "square" },
  head: { colour: blue, symbol: "circle" },
  tail: { colour: vermillion, symbol: "diamond" },
};

const methodStyles: Readonly<Record<string, Style>> = {
  "two-tower": { colour: blue, symbol: "circle" },
  "two-tower, by samples": { colour: blue, symbol: "circle-x-open" },
  "over-sampling": { colour: ochre, symbol: "triangle-up" },
  "under-sampling": { colour: ochre, symbol: "triangle-down", dash: "dash" },
  logq: { colour: green, symbol: "square" },
  "class-balance": { colour: green, symbol: "diamond", dash: "dash" },
  head2tail: { colour: purple, symbol: "triangle-right" },
  tail2head: { colour: purple, symbol: "triangle-left", dash: "dash" },
  ltcur: { colour: purple, symbol: "star-triangle-up", dash: "dot" },
  melu: { colour: ochre, symbol: "pentagon" },
  mirec: { colour: vermillion, symbol: "star" },
  "mirec, F = identity": { colour: purple, symbol: "star-open" },
  "F = identity": { colour: purple, symbol: "star-diamond-open" },
  F: { colour: vermillion, symbol: "star-diamond" },
  "mirec, but F = identity": { colour: purple, symbol: "star-square-open" },
  "mirec, model-level alone, but F = identity": { colour: ochre, symbol: "star-square-open" },
  "mirec, model-level alone": { colour: ochre, symbol: "star-square" },
  "mirec, LogQ in the first phase": { colour: vermillion, symbol: "star-triangle-up" },
  "mirec-items": { colour: vermillion, symbol: "star-diamond" },
  "mirec-items, F = identity": { colour: purple, symbol: "star-diamond-open" },
  "mirec-stages": { colour: vermillion, symbol: "hexagram" },
  "mirec-stages, F = identity": { colour: purple, symbol: "hexagram-open" },
  "mirec-users": { colour: vermillion, symbol: "hexagon" },
  "mirec-users, both sides": { colour: vermillion, symbol: "pentagon" },
  "most-popular": { colour: grey, symbol: "cross" },
  ease: { colour: grey, symbol: "x" },
  "posthoc-adjustment": { colour: sky, symbol: "bowtie" },
  "wide-two-tower": { colour: sky, symbol: "circle-open" },
  "two-tower-blend": { colour: sky, symbol: "square-open" },
  "two LogQ blended": { colour: green, symbol: "square-open" },
  "ltcur, blended with the two-tower": { colour: sky, symbol: "star-triangle-up", dash: "dot" },
  "longer-two-tower": { colour: sky, symbol: "diamond-open" },
};

const otherColours = [purple, sky, green, ochre, vermillion, blue];
/** None that a method of the book has, and none that differs from one by a line inside, which filled markers do not show. */
const otherSymbols = [...["hourglass", "star-triangle-down", "diamond-tall", "diamond-wide"]];

const knownStyle = (method: string): Style | undefined =>
  Object.prototype.hasOwnProperty.call(methodStyles, method) ? methodStyles[method] : undefined;

/** How the studies name the control of a method. */
const control = ", but F = identity";

/**
 * The style of a method. The book's methods have theirs fixed, and their controls with F = identity the same marker, open and
 * purple; any other name gets one from its letters, so that it too looks the same in every figure.
 */
export function methodStyle(method: string): Style {
  const known = knownStyle(method);
  if (known) return known;
  const controlled = method.endsWith(control) ? knownStyle(method.slice(0, -control.length)) : undefined;
  if (controlled) return { ...controlled, colour: purple, symbol: `${controlled.symbol}-open` };
  let hash = 0;
  for (const character of method) hash = (hash * 31 + (character.codePointAt(0) as number)) >>> 0;
  return {
    colour: otherColours[hash % otherColours.length],
    symbol: otherSymbols[Math.floor(hash / otherColours.length) % otherSymbols.length],
  };
}

/** For things that are neither groups nor methods, such as the items of one picture, in the order in which they come. */
export const pathStyles: readonly Style[] = [
  { colour: blue, symbol: "circle" },
  { colour: vermillion, symbol: "diamond" },
  { colour: green, symbol: "square" },
  { colour: purple, symbol: "triangle-up" },
  { colour: ochre, symbol: "pentagon" },
  { colour: grey, symbol: "hexagon" },
];

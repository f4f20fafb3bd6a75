import assert from "node:assert/strict";
import { it } from "node:test";
import { groupStyles, methodStyle } from "../../lib/figures";
import { textColour } from "../../lib/figures/template";

const methods = [
  "two-tower",
  "over-sampling",
  "under-sampling",
  "logq",
  "class-balance",
  "head2tail",
  "tail2head",
  "ltcur",
  "melu",
  "mirec",
  "mirec-items",
  "mirec-stages",
  "mirec-users",
  "most-popular",
  "ease",
  "posthoc-adjustment",
  "wide-two-tower",
  "two-tower-blend",
  "longer-two-tower",
  ...["mirec, model-level alone", "mirec, LogQ in the first phase", "mirec-users, both sides"],
  ...["two LogQ blended", "ltcur, blended with the two-tower"],
];
/** How a study names the controls of those that have an F. */
const controls = methods
  .filter((method) => method.startsWith("mirec"))
  .map((method) => `${method}, but F = identity`);

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

it("every line and bar stands out on white and on JupyterLab's dark ground", () => {
  for (const { colour } of [
    ...Object.values(groupStyles),
    ...methods.map(methodStyle),
    methodStyle("my own"),
  ])
    for (const ground of ["#ffffff", "#111111"])
      assert.ok(
        contrast(colour, ground) >= 3,
        `${colour} on ${ground}: ${contrast(colour, ground).toFixed(2)}`,
      );
});

it("text reads on white, and on dark as far as one grey can", () => {
  assert.ok(contrast(textColour, "#ffffff") >= 4.5);
  assert.ok(contrast(textColour, "#111111") >= 4.1);
});

it("no two methods of the book look alike, nor their controls", () => {
  const all = [...methods, ...controls];
  const looks = all.map((method) => JSON.stringify(methodStyle(method)));
  assert.equal(new Set(looks).size, all.length);
});

it("a control has its method's marker, open and of one colour", () => {
  const [items, users] = ["mirec-items, but F = identity", "mirec-users, but F = identity"].map(methodStyle);
  assert.deepEqual([items.symbol, users.symbol], ["star-diamond-open", "hexagon-open"]);
  assert.equal(items.colour, users.colour);
});

it("a method of the reader's own looks the same each time, and like none of the book's", () => {
  assert.deepEqual(methodStyle("my idea"), methodStyle("my idea"));
  // Names enough to meet every look that is left for them. A dash shows on lines alone, so markers must differ without it.
  const looksOf = (method: string): string => {
    const { colour, symbol } = methodStyle(method);
    return `${colour} ${symbol}`;
  };
  const taken = new Set(methods.map(looksOf));
  for (let idea = 0; idea < 500; idea++)
    assert.ok(!taken.has(looksOf(`idea ${idea}`)), looksOf(`idea ${idea}`));
  assert.doesNotThrow(() => methodStyle("constructor").colour.length);
});

import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { escapeTemplate, escapeText } from "../../lib/figures/escape";

it("a string from data keeps its words and loses its tags", () => {
  assert.equal(escapeText("Tom & Jerry <b>"), "Tom &amp; Jerry &lt;b&gt;");
});

it("a string from data is one line of at most 80 characters", () => {
  assert.equal(escapeText("one\ntwo\u2028three"), "one two three");
  assert.equal(Array.from(escapeText("é".repeat(300))).length, 80);
  assert.equal(escapeText("🎬".repeat(80)), "🎬".repeat(80));
});

it("a name inside a hover template fills nothing in", () => {
  assert.equal(escapeTemplate("HR%{y}"), "HR%&#123;y}");
});

it("no string gets a tag or a bare ampersand through", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.doesNotMatch(escapeText(text), /[<>]|&(?!amp;|lt;|gt;)/);
    }),
  );
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { canonicalJson } from "../../lib/experiments/canonicalJson";

describe("canonical JSON", () => {
  test("is the same for objects whose keys come in another order", () => {
    assert.equal(canonicalJson({ b: [1, { d: 2, c: 3 }], a: "x" }), '{"a":"x","b":[1,{"c":3,"d":2}]}');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        assert.equal(canonicalJson(turned), canonicalJson(value));
        assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("tells apart what plain JSON takes for the same, so that no run is read for another", () => {
    const options = [
      ...[null, Infinity, -Infinity, NaN, 0, "Infinity", {}, []],
      ...[new Date(0), new Date(1), /a/, /b/, 1n, 2n],
      ...[new Map([["a", 1]]), new Map([["a", 2]]), new Set([1]), new Set([2]), new Set(["1"])],
      ...[new Float32Array([1]), new Float32Array([2]), new Int32Array([1]), Buffer.from("a")],
      ...[(value: number) => value + 1, (value: number) => value + 2],
    ];
    const texts = options.map((option) => canonicalJson({ option }));
    assert.equal(new Set(texts).size, options.length);
    assert.deepEqual(
      options.map((option) => canonicalJson({ option })),
      texts,
    );
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { roundVectors, servingTime } from "../../lib/serving";

const model = { userVectors: Float32Array.of(0.5, 2), itemVectors: Float32Array.of(1, -0.24, 0, 0), size: 2 };

describe("roundVectors", () => {
  test("keeps 2^bits - 1 values a vector, and its largest number as it is", () => {
    const { itemVectors, userVectors } = roundVectors(model, 3);
    // Steps of a third of the largest: -0.24 is nearest to -1/3, 0.5 to 2/3.
    assert.deepEqual([...itemVectors], [...Float32Array.of(1, -1 / 3, 0, 0)]);
    assert.deepEqual([...userVectors], [...Float32Array.of(2 / 3, 2)]);
  });

  test("leaves the users alone where the items are rounded alone", () => {
    assert.equal(roundVectors(model, 3, "items").userVectors, model.userVectors);
  });

  test("is never further off than half a step, and rounding again changes nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 2, max: 16 }),
        (values, bits) => {
          const vectors = Float32Array.from(values);
          const once = roundVectors(
            { userVectors: vectors, itemVectors: vectors, size: 4 },
            bits,
          ).itemVectors;
          const largest = Math.max(...vectors.map(Math.abs));
          const half = largest / (2 ** (bits - 1) - 1) / 2;
          once.forEach((value, at) => assert.ok(Math.abs(value - vectors[at]) <= half * 1.0001 + 1e-30));
          const twice = roundVectors({ userVectors: once, itemVectors: once, size: 4 }, bits).itemVectors;
          once.forEach((value, at) => assert.ok(Math.abs(value - twice[at]) <= 1e-6 * largest));
        },
      ),
    );
  });

  test("refuses other numbers of bits", () => {
    for (const bits of [1, 17, 2.5, NaN]) assert.throws(() => roundVectors(model, bits), RangeError);
  });
});

describe("servingTime", () => {
  test("times lists of a catalogue and says what its vectors weigh", () => {
    const { milliseconds, bytes } = servingTime({ items: 500, size: 8, users: 16, repeats: 1 });
    assert.equal(bytes, 4 * 500 * 8);
    assert.ok(milliseconds > 0 && milliseconds < 1000, `${milliseconds} ms`);
  });
});

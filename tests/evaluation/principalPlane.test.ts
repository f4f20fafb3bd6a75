import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { principalPlane } from "../../lib/evaluation";
import { randomStream } from "../../lib/random";

const close = (one: number, other: number, within: number): void =>
  assert.ok(Math.abs(one - other) <= within, `${one} is not within ${within} of ${other}`);

/** Vectors that spread by 3 along (1, 1, 0) / sqrt 2, by 1 along (0, 0, 1) and not at all else. */
const vectors = (() => {
  const random = randomStream(1, "vectors");
  return Array.from({ length: 4000 }, () => {
    const [long, short] = [3 * random.normal(), random.normal()];
    return [5 + long / Math.SQRT2, long / Math.SQRT2, short];
  });
})();

describe("the principal plane", () => {
  const plane = principalPlane(vectors.flat(), 3);

  test("keeps the shares of the variance that its two axes have", () => {
    close(plane.shares[0], 0.9, 0.01);
    close(plane.shares[1], 0.1, 0.01);
    close(plane.shares[0] + plane.shares[1], 1, 1e-9);
  });

  test("places vectors by their differences from the mean: distances within the plane stay", () => {
    const [one, other] = [vectors[0], vectors[1]];
    const [here, there] = [plane.place(one), plane.place(other)];
    const distance = Math.hypot(...one.map((value, at) => value - other[at]));
    close(Math.hypot(here[0] - there[0], here[1] - there[1]), distance, 1e-6);
    const [x, y] = plane.place([5, 0, 0]);
    close(Math.hypot(x, y), 0, 0.2);
  });

  test("is the same each time, and not turned by chance", () => {
    assert.deepEqual(principalPlane(vectors.flat(), 3).place(vectors[7]), plane.place(vectors[7]));
    assert.ok(plane.place([15, 10, 0])[0] > 0);
  });

  test("is no plane but no failure either where all vectors are alike", () => {
    const flat = principalPlane([1, 2, 1, 2, 1, 2], 2);
    assert.deepEqual(flat.shares, [0, 0]);
    assert.deepEqual(flat.place([1, 2]).map(Math.abs), [0, 0]);
  });

  test("refuses numbers that are not whole vectors", () => {
    assert.throws(() => principalPlane([1, 2, 3], 2), /3 numbers for vectors of 2/);
    assert.throws(() => principalPlane([], 2), RangeError);
  });
});

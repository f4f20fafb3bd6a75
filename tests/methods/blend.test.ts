import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { rank, validationValue, type VectorScorer } from "../../lib/evaluation";
import { blendByGroup, blendVectors, chooseBlend, chooseBlendByGroup } from "../../lib/methods";
import { randomStream } from "../../lib/random";
import { leaveLastOut, popularityGroups } from "../../lib/splitting";
import { tastefulInteractions } from "../fixtures";
import { score } from "./sampleLoss";

const split = leaveLastOut(tastefulInteractions());
const users = split.data.userIds.length;
const items = split.data.itemIds.length;

function randomVectors(seed: number, size: number): VectorScorer {
  const random = randomStream(seed, "vectors");
  const draw = (rows: number): Float32Array =>
    Float32Array.from({ length: rows * size }, () => random.normal());
  return { userVectors: draw(users), itemVectors: draw(items), size };
}

describe("blendVectors", () => {
  const first = randomVectors(1, 4);
  const second = randomVectors(2, 6);

  test("scores as Eq 9 to 1e-5: one dot product of the concatenated vectors", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(users - 1),
        fc.nat(items - 1),
        (weight, u, i) => {
          const blended = blendVectors(first, second, weight, "scores");
          const expected = weight * score(first, u, i) + (1 - weight) * score(second, u, i);
          assert.ok(Math.abs(score(blended, u, i) - expected) < 1e-5);
        },
      ),
    );
  });

  test("ranks exactly as the first model at weight 1 and as the second at weight 0", () => {
    const ranks = (model: VectorScorer): Int32Array => rank(model, split, "test").ranks;
    assert.deepEqual(ranks(blendVectors(first, second, 1, "scores")), ranks(first));
    assert.deepEqual(ranks(blendVectors(first, second, 0, "scores")), ranks(second));
  });

  test("adds representations where that is asked for, and refuses sizes that differ", () => {
    const third = randomVectors(3, 4);
    const blended = blendVectors(first, third, 0.25, "representations");
    assert.equal(blended.size, 4);
    const expected = 0.25 * first.userVectors[5] + 0.75 * third.userVectors[5];
    assert.ok(Math.abs(blended.userVectors[5] - expected) < 1e-6);
    assert.throws(
      () => blendVectors(first, second, 0.5, "representations"),
      /4 and 6 numbers cannot be added/,
    );
  });
});

describe("chooseBlend", () => {
  test("takes the weight that is best on validation, by the overall metric or by the harmonic mean", () => {
    const [first, second] = [randomVectors(4, 4), randomVectors(5, 4)];
    const grid = [0, 0.25, 0.5, 0.75, 1];
    for (const criterion of ["overall", "harmonic"] as const) {
      const options = { criterion, metric: "NDCG@10", headShare: 0.2 };
      const chosen = chooseBlend(first, second, split, { ...options, grid, fusion: "scores" });
      const values = grid.map((weight) =>
        validationValue(blendVectors(first, second, weight, "scores"), split, options),
      );
      assert.equal(chosen.weight, grid[values.indexOf(Math.max(...values))]);
    }
  });
});

describe("a blend with a weight a group", () => {
  const groups = popularityGroups(split.train, { headShare: 0.2 });
  const [first, second] = [randomVectors(6, 4), randomVectors(7, 6)];
  const weight = fc.double({ min: 0, max: 1, noNaN: true });

  test("scores each item as Eq 9 with its group's weight", () => {
    fc.assert(
      fc.property(weight, weight, fc.nat(users - 1), fc.nat(items - 1), (head, tail, u, i) => {
        const blended = blendByGroup(first, second, { head, tail }, groups);
        const own = groups.isHead[i] ? head : tail;
        const expected = own * score(first, u, i) + (1 - own) * score(second, u, i);
        assert.ok(Math.abs(score(blended, u, i) - expected) < 1e-5);
      }),
    );
  });

  test("takes the pair that is best on validation, and no worse a one than the best weight for all", () => {
    const grid = [0, 0.5, 1];
    const options = { criterion: "harmonic", metric: "NDCG@10", headShare: 0.2 } as const;
    const { weights, vectors } = chooseBlendByGroup(first, second, split, { ...options, grid });
    const pairs = grid.flatMap((head) => grid.map((tail) => ({ head, tail })));
    const values = pairs.map((pair) =>
      validationValue(blendByGroup(first, second, pair, groups), split, options),
    );
    const best = values.indexOf(Math.max(...values));
    assert.deepEqual(weights, pairs[best]);
    assert.equal(validationValue(vectors, split, options), values[best]);
    const { vectors: ofAll } = chooseBlend(first, second, split, { ...options, grid, fusion: "scores" });
    assert.ok(values[best] >= validationValue(ofAll, split, options));
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rank } from "../../lib/evaluation";
import { mirecItems, teachingDistances, twoTower, type MirecItemsOptions } from "../../lib/methods";
import { fit } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { counts, small, split, towers } from "./mirecItemsFixtures";

describe("mirec-items", () => {
  test("has the two-tower as its many-shot model, to the last rank", async () => {
    const model = await fit(mirecItems(small), split, { seed: 2 });
    const base = await fit(twoTower(towers), split, { seed: 2 });
    assert.deepEqual(rank(model.manyShot, split, "test").ranks, rank(base, split, "test").ranks);
  });

  test("with lambda_p = 1 ranks exactly as its many-shot model, with 0 as the mapped one", async () => {
    for (const weight of [0, 1]) {
      const model = await fit(mirecItems({ ...small, blendGrid: [weight] }), split, { seed: 0 });
      const part = weight === 1 ? model.manyShot : model.mapped;
      assert.deepEqual(rank(model, split, "test").ranks, rank(part, split, "test").ranks);
      assert.equal(model.blendWeight, weight);
    }
  });

  test("leaves no tensor behind, ranks the same twice and differently with another seed", async () => {
    const run = (seed: number): Promise<Int32Array> =>
      expectNoLeakedTensors(async () => {
        const model = await fit(mirecItems(small), split, { seed });
        return rank(model.mapped, split, "test").ranks;
      });
    const first = await run(1);
    assert.deepEqual(await run(1), first);
    assert.notDeepEqual(await run(4), first);
  });

  test("keeps the head's vectors, and has the tail's own, unmapped, as its control", async () => {
    const model = await fit(mirecItems(small), split, { seed: 0 });
    const control = model.identityControl!;
    assert.equal(control.map.relativeChange, 0);
    assert.equal(control.map.remainingDistance, 1);
    assert.ok(model.map.relativeChange > 0);
    const { size, itemVectors } = model.manyShot;
    counts.forEach((count, item) => {
      const own = (vectors: Float32Array): Float32Array => vectors.slice(item * size, (item + 1) * size);
      const [base, mapped, unmapped] = [
        itemVectors,
        model.mapped.itemVectors,
        control.mapped.itemVectors,
      ].map(own);
      if (count >= small.k!) assert.deepEqual([mapped, unmapped], [base, base]);
      else assert.notDeepEqual(mapped, unmapped);
    });
    const alone = await fit(mirecItems({ ...small, form: "identity" }), split, { seed: 0 });
    assert.deepEqual(alone.mapped, control.mapped);
    assert.equal(alone.identityControl, null);
  });

  test("tells what F was taught by, and how near to the many-shot vectors it came, as its report has it", async () => {
    const model = await fit(mirecItems(small), split, { seed: 0 });
    const { teaching, manyShot, map } = model;
    const { size, itemVectors } = manyShot;
    const distance = (table: Float32Array, pair: number): number =>
      Math.hypot(
        ...Array.from({ length: size }, (_, at) => {
          return table[pair * size + at] - itemVectors[teaching.items[pair] * size + at];
        }),
      );
    const kept = [...teaching.items.keys()].filter((pair) => teaching.heldOut[pair] === 1);
    const all = (table: Float32Array): number => Math.hypot(...kept.map((pair) => distance(table, pair)));
    const remaining = all(teaching.reached) / all(teaching.fewShot);
    assert.ok(Math.abs(remaining - map.remainingDistance!) < 1e-4, `${remaining}, ${map.remainingDistance}`);
    const distances = teachingDistances(teaching, manyShot);
    assert.equal(
      distances.reduce((sum, { items }) => sum + items, 0),
      kept.length,
    );
    for (const { shots, before, remaining: left } of distances) {
      assert.ok(before.lowQuarter <= before.median && before.median <= before.highQuarter);
      assert.ok(left > 0, `${shots} shots`);
    }
    const taught = teachingDistances(teaching, manyShot, { heldOut: false });
    assert.deepEqual(
      taught.map(({ shots }) => shots),
      small.shots,
    );
    const identity = await fit(mirecItems({ ...small, form: "identity" }), split, { seed: 0 });
    assert.deepEqual(identity.teaching.reached, teaching.fewShot);
    const unmoved = teachingDistances(identity.teaching, identity.manyShot);
    assert.deepEqual(
      unmoved.map(({ remaining: left }) => left),
      unmoved.map(() => 1),
    );
  });

  test("says which option to lower where few-shot vectors stop being numbers", async () => {
    const diverging = mirecItems({ ...small, vectorLearningRate: 1e38 });
    await expectNoLeakedTensors(() =>
      assert.rejects(fit(diverging, split), /lower vectorLearningRate \(now 1e\+38\)/),
    );
  });

  test("tells how far it is in the few-shot phase, as one run counted on", async () => {
    const told: string[] = [];
    await fit(mirecItems(small), split, {
      onProgress: ({ label, epoch, epochs, done }) => {
        if (label === "mirec-items, few-shot vectors")
          told.push(`${epoch} of ${epochs}${done ? ", done" : ""}`);
      },
    });
    const runs = 4 * 2;
    assert.deepEqual(
      told,
      Array.from(
        { length: runs * 2 },
        (_, at) => `${at + 1} of ${runs * 2}${at + 1 === runs * 2 ? ", done" : ""}`,
      ),
    );
  });

  test("refuses an unknown option, naming the nearest", () => {
    assert.throws(
      () => mirecItems({ vectorEpoch: 1 } as Partial<MirecItemsOptions>),
      /mirec-items has no option "vectorEpoch"; did you mean "vectorEpochs"/,
    );
  });
});

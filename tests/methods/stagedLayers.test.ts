import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { plainResult, tf } from "../../lib/engine";
import { mirecStages, type MirecStagesOptions } from "../../lib/methods";
import type { LayerSpace } from "../../lib/methods/mirecStages/layerSpace";
import { stagedLayers } from "../../lib/methods/mirecStages/stagedLayers";
import type { FitContext } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { countedSpace, doublings, entries, everyDoubling } from "./countedSpace";
import { randomValues, vectorSize } from "./randomSpace";

const context: FitContext = { seed: 1, signal: new AbortController().signal, onProgress: () => undefined };
/** Numbers of a unit's row: five inputs and the bias. */
const size = 6;
const settings = mirecStages({ reading: "last-layer", doublings, layerDraws: 1 })
  .options as unknown as MirecStagesOptions;

/** A space with a random theta*, whose many-shot vectors are what that layer gives, and the disposal of its tensors. */
function layerSpace(counts: readonly number[], epochs: number): LayerSpace & { dispose: () => void } {
  const space = countedSpace(counts, epochs);
  const goal = randomValues(vectorSize * size, "theta*");
  const hidden = tf.tensor2d(
    randomValues(counts.length * size, "hidden").map((value, at) => (at % size === size - 1 ? 1 : value)),
    [counts.length, size],
  );
  const manyShot = tf.tidy(() =>
    hidden.matMul(tf.tensor2d(goal, [vectorSize, size]), false, true).as2D(-1, vectorSize),
  );
  return {
    ...space,
    hidden,
    manyShot,
    goal,
    initial: { shape: [vectorSize, size], values: randomValues(vectorSize * size, "initial layer") },
    dispose: () => {
      space.dispose();
      tf.dispose([hidden, manyShot]);
    },
  };
}

describe("last layers of the doublings as what passes through the chain", () => {
  for (const { counts, blocks, title } of [
    { counts: everyDoubling, blocks: entries, title: "with items at every doubling" },
    { counts: [9, 5, 1, 4], blocks: [3, 2, 0, 2], title: "with no item at one doubling" },
    { counts: [5, 2, 1], blocks: [2, 1, 0], title: "with no item of many samples" },
  ]) {
    test(`serve an item by the layer of its own doubling, many-shot items by their vectors, ${title}`, async () => {
      const { vectors, manyShot } = await expectNoLeakedTensors(async () => {
        const space = layerSpace(counts, 0);
        const staged = await stagedLayers(space, settings, context);
        // What enters at block b comes to (b + 1) theta*, so that every item tells by which layer it is served.
        const layers = Float32Array.from({ length: doublings * vectorSize * size }, (_, at) => {
          return (staged.ownEntry[Math.floor(at / size)] + 1) * space.goal[at % space.goal.length];
        });
        const found = plainResult(() => ({
          vectors: staged
            .itemVectors(tf.tensor2d(layers, [doublings * vectorSize, size]))
            .dataSync<"float32">()
            .slice(),
          manyShot: space.manyShot.dataSync<"float32">().slice(),
        }));
        staged.dispose();
        space.dispose();
        return found;
      });
      assert.equal(vectors.length, counts.length * vectorSize);
      vectors.forEach((value, at) => {
        const item = Math.floor(at / vectorSize);
        const times = blocks[item] === doublings ? 1 : blocks[item] + 1;
        const difference = Math.abs(value - times * manyShot[at]);
        assert.ok(difference < 1e-5, `item ${item} of ${counts[item]} samples: ${value / manyShot[at]} y*`);
      });
    });
  }

  test("are learnt from 2^b samples of each item, and from all where it has no more", async () => {
    const space = layerSpace([2, 2, 2, 2, 2, 2, 2, 2], 2);
    // All samples are one batch, so that their order, another for each layer, leaves no difference. Made comparable,
    // layers do not differ in the shift that no loss sees, either.
    const staged = await stagedLayers(space, { ...settings, comparable: true }, context);
    staged.dispose();
    space.dispose();
    const [one, two, four] = [0, 1, 2].map((block) =>
      staged.own.slice(block * space.goal.length, (block + 1) * space.goal.length),
    );
    const distance = (layer: Float32Array, other: Float32Array): number =>
      Math.hypot(...layer.map((value, at) => value - other[at]));
    assert.ok(distance(two, four) < 1e-4, `${distance(two, four)} from two shots to all`);
    assert.ok(distance(one, two) > 1e-2, `${distance(one, two)} from one shot to two`);
  });

  test("become the layer of the next doubling of the same draw, and theta* after the last", async () => {
    const space = layerSpace(everyDoubling, 2);
    const staged = await stagedLayers(space, settings, context);
    staged.dispose();
    const { teaching, own, ownEntry } = staged;
    const { goal } = space;
    space.dispose();
    const layer = (table: Float32Array, index: number): Float32Array =>
      table.slice(index * goal.length, (index + 1) * goal.length);
    // The draw that is measured on, then the one that teaches.
    for (let index = 0; index < 2 * doublings; index++) {
      const block = index % doublings;
      for (let unit = 0; unit < vectorSize; unit++)
        assert.equal(teaching.entry[index * vectorSize + unit], block);
      const next = block + 1 < doublings ? layer(teaching.fewShot, index + 1) : goal;
      assert.deepEqual(layer(teaching.doubled, index), next);
      assert.deepEqual(layer(teaching.manyShot, index), goal);
      assert.notDeepEqual(layer(teaching.fewShot, index), next);
    }
    // The draw that is served is the one that is measured on.
    const measured = teaching.fewShot.filter((_, at) => teaching.heldOut[Math.floor(at / size)] === 1);
    assert.deepEqual(own, measured);
    assert.deepEqual(
      ownEntry,
      teaching.entry.filter((_, row) => teaching.heldOut[row] === 1),
    );
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { mirecStages, type MirecStagesOptions } from "../../lib/methods";
import { headItems, teachingPairs, type TeachingPairs } from "../../lib/methods/mirecItems/teachingPairs";
import type { StagedParameters } from "../../lib/methods/mirecStages/stagedParameters";
import { stagedVectors } from "../../lib/methods/mirecStages/stagedVectors";
import type { FitContext } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { countedSpace, doublings, entries, everyDoubling } from "./countedSpace";
import { vectorSize } from "./randomSpace";

const context: FitContext = { seed: 1, signal: new AbortController().signal, onProgress: () => undefined };

/** What the chain gets of the items, the pairs that it is made from, and the items' many-shot vectors. */
async function learnt(): Promise<{ staged: StagedParameters; pairs: TeachingPairs; manyShot: Float32Array }> {
  const groups = 2;
  const settings = mirecStages({ doublings, groups, heldOutShare: 0.4 })
    .options as unknown as MirecStagesOptions;
  return expectNoLeakedTensors(async () => {
    const space = countedSpace(everyDoubling, 2);
    const staged = await stagedVectors(space, settings, context);
    const head = headItems(Int32Array.from(everyDoubling), 2 ** doublings, context.seed);
    const drawn = { shots: [1, 2, 4], shotDraws: 1, groups };
    const pairs = await teachingPairs(space, head, drawn, "pairs", context);
    const manyShot = space.manyShot.dataSync<"float32">().slice();
    staged.dispose();
    space.dispose();
    return { staged, pairs, manyShot };
  });
}

const row = (table: Float32Array, index: number): Float32Array =>
  table.slice(index * vectorSize, (index + 1) * vectorSize);

describe("items' own vectors as what passes through the chain", () => {
  test("enter at the block of the item's count, past the last where there are many samples, first where there is none", async () => {
    const { staged } = await learnt();
    assert.deepEqual([...staged.ownEntry], entries);
  });

  test("teach the chain from the block of the shots that each was learnt from", async () => {
    const { staged, pairs } = await learnt();
    assert.deepEqual(staged.teaching.fewShot, pairs.fewShot);
    assert.deepEqual(
      [...staged.teaching.entry],
      [...pairs.shots].map((shots) => [1, 2, 4].indexOf(shots)),
    );
    // Each head item teaches every block.
    for (const [item, count] of everyDoubling.entries()) {
      const shots = [...pairs.shots].filter((_, pair) => pairs.items[pair] === item);
      assert.deepEqual(shots, count >= 8 ? [1, 2, 4] : []);
    }
  });

  test("become what the same item's twice as many shots taught, and the many-shot vector after the last doubling", async () => {
    const { staged, pairs, manyShot } = await learnt();
    const { fewShot, doubled, manyShot: goals } = staged.teaching;
    pairs.items.forEach((item, pair) => {
      const shots = pairs.shots[pair];
      const next = pairs.items.findIndex((other, at) => other === item && pairs.shots[at] === 2 * shots);
      assert.equal(next === -1, shots === 4, `item ${item}, ${shots} shots`);
      const goal = row(manyShot, item);
      assert.deepEqual(
        row(doubled, pair),
        next === -1 ? goal : row(fewShot, next),
        `item ${item}, ${shots} shots`,
      );
      assert.deepEqual(row(goals, pair), goal);
      assert.notDeepEqual(row(doubled, pair), row(fewShot, pair));
    });
  });
});

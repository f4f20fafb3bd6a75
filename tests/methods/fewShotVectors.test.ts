import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allRows } from "../../lib/curriculum";
import { Parameters, plainResult, tf } from "../../lib/engine";
import { mirecItems, twoTower, type MirecItemsOptions } from "../../lib/methods";
import { fewShotVectors } from "../../lib/methods/mirecItems/fewShotVectors";
import { headItems, rowsWithShots, teachingPairs } from "../../lib/methods/mirecItems/teachingPairs";
import { userSpaceOf } from "../../lib/methods/mirecItems/userSpace";
import { towerVectors } from "../../lib/methods/trainBaseLearner";
import { twoTowerModel } from "../../lib/models";
import { fit } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { context, counts, spaceOfTrain, row, small, split, towers, train } from "./mirecItemsFixtures";
import { vectorSize } from "./randomSpace";
import { meanSampleLoss } from "./sampleLoss";

describe("the space of a trained two-tower's users", () => {
  test("has each item cold as the trained tower gives it with a fresh embedding, users and many-shot ones as they are", async () => {
    const settings = mirecItems(small).options as unknown as MirecItemsOptions;
    const training = {
      batching: "users",
      batchSize: 64,
      epochs: 2,
      learningRate: 0.05,
      learningRateOption: "vectorLearningRate",
    } as const;
    const base = await fit(twoTower(towers), split, { seed: 0 });
    // Another seed than the base's, so that whose it is can be told.
    const seed = 3;
    const space = await expectNoLeakedTensors(() => userSpaceOf(split, settings, training, base, seed), 3);
    const model = twoTowerModel(split.data, settings);
    const parameters = new Parameters({ ...base.parameters, "item.id": model.initialise(seed)["item.id"] });
    const { itemVectors: cold } = plainResult(() => towerVectors(model, parameters.read()));
    parameters.dispose();
    model.dispose();
    assert.deepEqual(space.cold.dataSync(), cold);
    assert.notDeepEqual(cold, base.itemVectors);
    assert.deepEqual(space.manyShot.dataSync(), base.itemVectors);
    assert.deepEqual(space.userVectors.dataSync(), base.userVectors);
    for (const table of [space.cold, space.manyShot])
      assert.deepEqual(table.shape, [train.itemCount, towers.outputSize]);
    assert.deepEqual(space.userVectors.shape, [train.userCount, towers.outputSize]);
    tf.dispose([space.userVectors, space.manyShot, space.cold]);
  });
});

describe("few-shot vectors", () => {
  const learnt = Uint8Array.from({ length: train.itemCount }, (_, item) => (item % 3 === 0 ? 1 : 0));

  test("start cold where they are learnt and are the many-shot ones elsewhere", async () => {
    const space = spaceOfTrain(0);
    const vectors = await expectNoLeakedTensors(() =>
      fewShotVectors(space, learnt, allRows(train), "none", context),
    );
    const [cold, manyShot] = [space.cold, space.manyShot].map((table) => table.dataSync<"float32">().slice());
    learnt.forEach((is, item) => assert.deepEqual(row(vectors, item), row(is ? cold : manyShot, item)));
    space.dispose();
  });

  test("leave every other item's vector exactly as it is, and lower the loss of what they are learnt from", async () => {
    const space = spaceOfTrain(8);
    const before = await fewShotVectors({ ...space, epochs: 0 }, learnt, allRows(train), "none", context);
    const after = await fewShotVectors(space, learnt, allRows(train), "some", context);
    learnt.forEach((is, item) => {
      if (is === 0) assert.deepEqual(row(after, item), row(before, item));
      else if (counts[item] > 0) assert.notDeepEqual(row(after, item), row(before, item));
    });
    const userVectors = space.userVectors.dataSync<"float32">();
    const loss = (itemVectors: Float32Array): number =>
      meanSampleLoss({ userVectors, itemVectors, size: vectorSize }, train);
    const [first, last] = [loss(before), loss(after)];
    assert.ok(last < first - 0.05, `the loss goes from ${first} to ${last}`);
    space.dispose();
  });

  test("are learnt from exactly the shots of each learnt item, and from all samples of the others", () => {
    const shots = 3;
    const rows = rowsWithShots({ train }, learnt, shots, 1, "3 shots");
    const seen = new Int32Array(train.itemCount);
    for (const at of rows) seen[train.items[at]] += 1;
    assert.equal(new Set(rows).size, rows.length);
    counts.forEach((count, item) => {
      assert.equal(seen[item], learnt[item] ? Math.min(shots, count) : count, `item ${item}`);
    });
    assert.deepEqual(rowsWithShots({ train }, learnt, shots, 1, "3 shots"), rows);
    assert.notDeepEqual(rowsWithShots({ train }, learnt, shots, 2, "3 shots"), rows);
  });
});

describe("the pairs that teach F", () => {
  test("have each head item once for each number of shots that it has at least twice, and no tail item", async () => {
    const space = spaceOfTrain(1);
    const head = headItems(counts, 8, 0);
    assert.deepEqual(
      [...head].sort((one, other) => one - other),
      [...counts.keys()].filter((item) => counts[item] >= 8),
    );
    const pairs = await expectNoLeakedTensors(() =>
      teachingPairs(space, head, { shots: [1, 8, 16], shotDraws: 1, groups: 3 }, "pairs", context),
    );
    for (const shots of [1, 8, 16]) {
      const items = [...pairs.items].filter((_, pair) => pairs.shots[pair] === shots);
      const expected = [...head].filter((item) => counts[item] >= 2 * shots);
      assert.deepEqual(items.sort(), expected.sort(), `${shots} shots`);
    }
    assert.equal(pairs.fewShot.length, 4 * pairs.items.length);
    space.dispose();
  });

  test("have each as often as samples are drawn, the first as with one draw and each from other samples", async () => {
    const space = spaceOfTrain(1);
    const head = headItems(counts, 8, 0);
    const [once, twice] = await expectNoLeakedTensors(() =>
      Promise.all(
        [1, 2].map((shotDraws) =>
          teachingPairs(space, head, { shots: [1], shotDraws, groups: 2 }, "pairs", context),
        ),
      ),
    );
    // The groups of the first draw stand first.
    assert.deepEqual([...twice.items], [...once.items, ...once.items]);
    assert.deepEqual(twice.fewShot.slice(0, once.fewShot.length), once.fewShot);
    const size = 4;
    once.items.forEach((_, pair) => {
      const [first, second] = [pair, pair + once.items.length].map((at) =>
        twice.fewShot.slice(at * size, (at + 1) * size),
      );
      assert.notDeepEqual(first, second);
    });
    space.dispose();
  });
});

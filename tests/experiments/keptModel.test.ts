import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { experiment, pruneRecords, SharedTraining } from "../../lib/experiments";
import {
  mirec,
  mirecItems,
  mirecStages,
  posthocAdjustment,
  twoTower,
  twoTowerBlend,
  type MirecOptions,
} from "../../lib/methods";
import type { Method, OnProgress } from "../../lib/training";
import { temporaryFolder } from "../temporaryFolder";
import { quietly, small, split } from "./smallRun";

const mirecSmall: Partial<MirecOptions> = {
  ...small,
  ...{ k: 5, fewShotEpochs: 3, metaHiddenSize: 4, blendGrid: [0.5], identityControl: false },
};

/** Counts the epochs that are told of: training that is read back is told of once a training run. */
function counting(): { readonly onProgress: OnProgress; readonly epochs: () => number } {
  let told = 0;
  return { onProgress: () => (told += 1), epochs: () => told };
}

describe("a kept model", () => {
  const ask = (records: string, onProgress: OnProgress) =>
    experiment(twoTower(small), split, { records, onProgress, keepModel: true });

  test("is had again without training, the same to the last digit", async () => {
    const records = temporaryFolder();
    const first = await ask(records, () => undefined);
    const { onProgress, epochs } = counting();
    const again = await ask(records, onProgress);
    assert.deepEqual([first.cached, again.cached, epochs()], [false, true, 1]);
    assert.deepEqual(again.model.itemVectors, first.model.itemVectors);
    assert.deepEqual(again.ranks, first.ranks);
  });

  test("is trained anew, to the same, where the record kept none, and is kept from then on", async () => {
    const records = temporaryFolder();
    const { model, record } = await quietly(records);
    assert.deepEqual((await fs.readdir(path.join(records, record.id))).includes("checkpoints"), false);
    const trained = counting();
    const again = await ask(records, trained.onProgress);
    assert.equal(trained.epochs(), small.epochs);
    assert.deepEqual(again.model.parameters, model!.parameters);
    const read = counting();
    await ask(records, read.onProgress);
    assert.equal(read.epochs(), 1);
  });
});

const inMemory = () => new SharedTraining({ records: null });

describe("shared training", () => {
  const told = async (
    method: Method,
    shared: SharedTraining,
    seed = 0,
  ): Promise<[epochs: number, ranks: Int32Array]> => {
    const { onProgress, epochs } = counting();
    const { ranks } = await quietly(temporaryFolder(), method, { shared, seed, onProgress });
    return [epochs(), ranks.test.ranks];
  };

  test("gives MIRec the two-tower as its first phase, and another lambda_p both phases, to the same ranks", async () => {
    const shared = inMemory();
    assert.equal((await told(twoTower(small), shared))[0], 3);
    for (const [options, epochs] of [
      [{}, 1 + 3],
      [{ blendGrid: [0.2] }, 1 + 1],
      [{ lambda: 7 }, 1 + 3],
      [{ transfer: "item-level" }, 1 + 3],
      [{ form: "identity", blendGrid: [0.1] }, 1 + 1],
      [{ blendBy: "group", blendGrid: [0, 0.5] }, 1 + 1],
      [{ stopsBy: "criterion" }, 1 + 3],
      [{ stopsBy: "criterion", criterion: "harmonic" }, 1 + 3],
      [{ stopsBy: "criterion", criterion: "harmonic", blendGrid: [0.3] }, 1 + 1],
      [{ transfer: "model-level" }, 3 + 3],
      [{ lambdaC: 0.5 }, 3 + 3],
    ] as const) {
      const method = mirec({ ...mirecSmall, ...options });
      const [trained, ranks] = await told(method, shared);
      assert.equal(trained, epochs, JSON.stringify(options));
      assert.deepEqual(ranks, (await told(method, inMemory()))[1]);
    }
  });

  test("gives MIRec on item vectors and its chain their few-shot vectors or layers, whatever F is, to the same ranks", async () => {
    const all = { ...small, blendGrid: [0, 1], metaHiddenSize: 4, identityControl: false };
    const ofVectors = { ...all, vectorEpochs: 2 };
    const items = { ...ofVectors, k: 8, shots: [2, 4], mapEpochs: 3 };
    const stages = { ...ofVectors, doublings: 2, blockEpochs: 2 };
    const layers = {
      ...all,
      doublings: 2,
      blockEpochs: 2,
      reading: "last-layer" as const,
      layerEpochs: 2,
      layerDraws: 1,
    };
    for (const [methodOf, changes, others] of [
      [
        (options: object) => mirecItems({ ...items, ...options }),
        [{}, { form: "identity" }, { lambda: 3, metaHiddenSize: 6 }, { mapEpochs: 2, heldOutShare: 0.3 }],
        [{ vectorEpochs: 1 }, { vectorLearningRate: 0.02 }, { groups: 1 }, { k: 6 }, { shots: [2, 3] }],
      ],
      [
        (options: object) => mirecStages({ ...stages, ...options }),
        [{}, { form: "identity" }, { lambda: 3, doublingWeight: 1 }, { fineTune: false, blockEpochs: 1 }],
        [{ vectorEpochs: 1 }, { fewShotLearningRate: 0.02 }, { groups: 1 }, { doublings: 1 }],
      ],
      [
        (options: object) => mirecStages({ ...layers, ...options }),
        [{}, { form: "identity" }, { lambda: 3, doublingWeight: 1 }, { fineTune: false, blockEpochs: 1 }],
        [{ layerEpochs: 1 }, { fewShotLearningRate: 0.02 }, { comparable: false }, { layerDraws: 2 }],
      ],
    ] as const) {
      const shared = inMemory();
      const labels: string[] = [];
      const vectorsOf = async (options: object): Promise<number> => {
        const method = methodOf(options);
        labels.length = 0;
        const { ranks } = await quietly(temporaryFolder(), method, {
          shared,
          onProgress: ({ label }) => labels.push(label),
        });
        const [, anew] = await told(method, inMemory());
        assert.deepEqual(ranks.test.ranks, anew, JSON.stringify(options));
        return labels.filter((label) => /vectors|layers/.test(label)).length;
      };
      const first = await vectorsOf({});
      assert.ok(first >= 6, `${first}`);
      for (const options of [...changes, { criterion: "harmonic", blendGrid: [0.5] }])
        assert.equal(await vectorsOf(options), 0, JSON.stringify(options));
      for (const options of others) assert.ok((await vectorsOf(options)) > 0, JSON.stringify(options));
    }
  });

  test("is not of another seed, split or size of the towers", async () => {
    const shared = inMemory();
    const adjusted = posthocAdjustment({ ...small, tauGrid: [0.5] });
    await told(twoTower(small), shared);
    assert.equal((await told(adjusted, shared))[0], 1);
    assert.equal((await told(adjusted, shared, 1))[0], 3);
    assert.equal((await told(posthocAdjustment({ ...small, outputSize: 3 }), shared))[0], 3);
    const other = { ...split };
    const { onProgress, epochs } = counting();
    await experiment(adjusted, other, { records: temporaryFolder(), shared, onProgress });
    assert.equal(epochs(), 3);
  });

  test("is kept with the model as if it had been trained for it", async () => {
    const shared = inMemory();
    const records = temporaryFolder();
    await quietly(temporaryFolder(), twoTower(small), { shared });
    const keep = { records, keepModel: true as const };
    const first = await experiment(mirec(mirecSmall), split, {
      ...keep,
      shared,
      onProgress: () => undefined,
    });
    const { onProgress, epochs } = counting();
    const again = await experiment(mirec(mirecSmall), split, { ...keep, onProgress });
    assert.deepEqual([again.cached, epochs()], [true, 2]);
    assert.deepEqual(again.model.itemVectors, first.model.itemVectors);
  });

  test("comes from a kept model that was read, too", async () => {
    const records = temporaryFolder();
    const keep = { records, keepModel: true as const, onProgress: () => undefined };
    await experiment(twoTower(small), split, keep);
    const shared = inMemory();
    await experiment(twoTower(small), split, { ...keep, shared });
    assert.equal((await told(mirec(mirecSmall), shared))[0], 1 + 3);
  });

  test("lies among the records where it is told to, for other processes, and is trained anew where it is damaged", async () => {
    const records = temporaryFolder();
    const onDisk = () => new SharedTraining({ records });
    const [trained, ranks] = await told(mirec(mirecSmall), onDisk());
    const [read, again] = await told(mirec({ ...mirecSmall, criterion: "harmonic" }), onDisk());
    assert.deepEqual([trained, read, again], [6, 2, ranks]);
    assert.equal((await told(twoTowerBlend(small), onDisk(), 1))[0], 6);
    assert.equal((await told(twoTowerBlend({ ...small, criterion: "harmonic" }), onDisk(), 1))[0], 1 + 1);
    assert.equal((await told(twoTowerBlend(small), onDisk()))[0], 1 + 3);
    const folder = path.join(records, ".shared-training");
    for (const file of await fs.readdir(folder)) await fs.truncate(path.join(folder, file), 100);
    assert.deepEqual(await told(mirec(mirecSmall), onDisk()), [6, ranks]);
    assert.equal((await told(mirec(mirecSmall), onDisk()))[0], 2);
    await pruneRecords(records, { sharedTraining: true });
    assert.equal((await told(mirec(mirecSmall), onDisk()))[0], 6);
  });

  test("is nothing that a notebook's own method gets because it is called like one of ours", async () => {
    const shared = inMemory();
    await told(twoTower(small), shared);
    const ours = twoTower(small);
    const own: Method = { ...ours, fit: (given, context) => ours.fit(given, context) };
    assert.equal((await told(own, shared))[0], 3);
  });
});

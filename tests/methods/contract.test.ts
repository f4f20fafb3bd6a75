import assert from "node:assert/strict";
import { describe, test } from "node:test";
import path from "node:path";
import type { Interactions } from "../../lib/data";
import { plainResult } from "../../lib/engine";
import { scoreTiles, rank, type Scorer } from "../../lib/evaluation";
import { methodNamed, methods, type MethodName } from "../../lib/methods";
import { loadModel, saveModel } from "../../lib/serving";
import { leaveLastOut, type Split } from "../../lib/splitting";
import { fit, type Method, type TrainedModel } from "../../lib/training";
import { temporaryFolder } from "../temporaryFolder";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { interactionsOf, tastefulInteractions } from "../fixtures";

/** Sizes that make a fit take a moment; each method gets those of them that are options of it. */
const small: Readonly<Record<string, unknown>> = {
  embeddingSize: 6,
  featureEmbeddingSize: 4,
  hiddenSizes: [10],
  outputSize: 6,
  batchSize: 128,
  learningRate: 0.01,
  epochs: 2,
  fewShotEpochs: 2,
  vectorEpochs: 1,
  mapEpochs: 2,
  blockEpochs: 1,
  doublings: 3,
  shots: [1, 4],
  patience: 2,
  k: 8,
  count: 8,
  blendGrid: [0, 0.5, 1],
  metaHiddenSize: 6,
  leastItems: 4,
  queryItems: 2,
  negatives: 10,
  usersPerStep: 16,
};

/** Computed without a draw: every seed gives the same. */
const closedForm: readonly string[] = ["most-popular", "ease"];

/** The method under a name, with those of the given options that it has. */
function configured(name: MethodName, options: Readonly<Record<string, unknown>> = {}): Method {
  const known = methodNamed(name).options;
  const chosen = Object.entries({ ...small, ...options }).filter(([option]) => option in known);
  return methodNamed(name as string, Object.fromEntries(chosen));
}

const [rareUser, newItem] = [40, 30];

/** Data with something to learn, a user with one training sample, and an item without any. */
function unevenData(): Interactions {
  const data = tastefulInteractions({ users: 41, items: 31, perUser: 10 });
  const rows = Array.from(data.users, (user, row) => [user, data.items[row], data.order[row]] as const);
  const first = rows.findIndex(([user, item]) => user === rareUser && item !== newItem);
  const kept = rows.filter(([user, item], row) => item !== newItem && (user !== rareUser || row === first));
  const all = [...kept, [0, newItem, rows.length] as const];
  return {
    ...data,
    users: Int32Array.from(all, ([user]) => user),
    items: Int32Array.from(all, ([, item]) => item),
    order: Float64Array.from(all, ([, , time]) => time),
  };
}

/** Every item has as many samples as every other. */
const evenSplit = leaveLastOut(
  interactionsOf(
    Array.from({ length: 20 * 7 }, (_, row) => {
      const [user, place] = [Math.floor(row / 7), row % 7];
      return [user, (user + place) % 20, place] as const;
    }),
  ),
);
const singleItemSplit = leaveLastOut(
  interactionsOf([
    [0, 0, 1],
    [1, 0, 2],
    [2, 0, 3],
  ]),
);
const split = leaveLastOut(unevenData());

const testRanks = (model: Scorer): Int32Array => rank(model, split, "test").ranks;

function allScores(model: Scorer, { train }: Split): Float32Array {
  const tiles = scoreTiles(model, train.itemCount);
  const users = Int32Array.from({ length: train.userCount }, (_, user) => user);
  const scores = plainResult(() => tiles.scores(users, 0).dataSync<"float32">().slice());
  tiles.dispose();
  return scores;
}

function assertFinite(model: Scorer, on: Split): void {
  const scores = allScores(model, on);
  assert.equal(scores.length, on.train.userCount * on.train.itemCount);
  assert.ok(scores.every(Number.isFinite), "a score is not a finite number");
}

/** Keeps the event loop so long that training looks at its signal next. */
function hold(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

for (const { method: name } of methods()) {
  describe(`the contract of a method, ${name}`, () => {
    let fitted: Promise<TrainedModel> | undefined;
    const labels: string[] = [];
    const firstFit = (): Promise<TrainedModel> =>
      (fitted ??= fit(configured(name), split, { seed: 0, onProgress: ({ label }) => labels.push(label) }));

    test("leaves no tensor behind and tells its name and seed", async () => {
      const { method, seed } = await expectNoLeakedTensors(firstFit);
      assert.deepEqual([method, seed], [name, 0]);
    });

    test("gives the same ranks for the same seed, and others for another where it draws", async () => {
      const expected = testRanks(await firstFit());
      assert.deepEqual(testRanks(await fit(configured(name), split, { seed: 0 })), expected);
      const other = testRanks(await fit(configured(name), split, { seed: 1 }));
      if (closedForm.includes(name)) assert.deepEqual(other, expected);
      else assert.notDeepEqual(other, expected);
    });

    if ("batching" in methodNamed(name).options) {
      test("learns by batches of users, the same for the same seed", async () => {
        const byUsers = configured(name, { batching: "users" });
        const model = await expectNoLeakedTensors(() => fit(byUsers, split, { seed: 0 }));
        assertFinite(model, split);
        assert.notDeepEqual(testRanks(model), testRanks(await firstFit()), "the option changes nothing");
        assert.deepEqual(testRanks(await fit(byUsers, split, { seed: 0 })), testRanks(model));
      });
    }

    test("scores an item without a training sample and a user with one", async () => {
      assert.ok(!split.train.items.includes(newItem) && split.test.items.includes(newItem));
      assert.equal(split.train.users.filter((user) => user === rareUser).length, 1);
      assertFinite(await firstFit(), split);
    });

    test("ranks the same after saving and loading", async () => {
      const model = await firstFit();
      const folder = path.join(temporaryFolder(), "model");
      await saveModel(model, folder);
      const loaded = await expectNoLeakedTensors(() => loadModel(folder, configured(name), split));
      assert.deepEqual(testRanks(loaded), testRanks(model));
      assert.deepEqual(loaded.parameters, model.parameters);
      assert.deepEqual(
        [loaded.method, loaded.seed, loaded.bestEpoch],
        [model.method, model.seed, model.bestEpoch],
      );
    });

    test("ends in the middle of any of its phases when its signal is raised, with no tensor left", async () => {
      await firstFit();
      for (const phase of new Set(labels)) {
        const controller = new AbortController();
        const cancelled = fit.bind(null, configured(name), split, {
          signal: controller.signal,
          onProgress: ({ label }) => {
            if (label !== phase) return;
            controller.abort(new Error("enough"));
            hold(45);
          },
        });
        await expectNoLeakedTensors(() => assert.rejects(cancelled, /enough/));
      }
      const early = AbortSignal.abort(new Error("enough"));
      await expectNoLeakedTensors(() =>
        assert.rejects(fit(configured(name), split, { signal: early }), /enough/),
      );
    });

    test("takes data with a single item, or says which option that contradicts", async () => {
      const fitting = fit(configured(name), singleItemSplit);
      if (name === "melu") await assert.rejects(fitting, /No user .* lower leastItems/);
      else if ("blendGrid" in configured(name).options) {
        await assert.rejects(
          fitting,
          /no validation positive to choose by; give option "blendGrid" one value/,
        );
        assertFinite(await fit(configured(name, { blendGrid: [0.5] }), singleItemSplit), singleItemSplit);
      } else assertFinite(await fitting, singleItemSplit);
    });

    test("takes data without a tail and data without a head", async () => {
      const noTail = configured(name, { k: 1, count: 1, doublings: 1, headShare: 1 });
      assertFinite(await expectNoLeakedTensors(() => fit(noTail, evenSplit)), evenSplit);
      const noHead = configured(name, { k: 1000, count: 1000, doublings: 10, headShare: 0 });
      assertFinite(await expectNoLeakedTensors(() => fit(noHead, evenSplit)), evenSplit);
    });

    if (!closedForm.includes(name)) {
      const stepSizes = ["learningRate", "innerLearningRate", "vectorLearningRate", "fewShotLearningRate"];
      for (const stepSize of stepSizes.filter((option) => option in methodNamed(name).options)) {
        test(`stops where ${stepSize} makes a loss no number, naming the step and it`, async () => {
          const diverging = configured(name, { [stepSize]: 1e30 });
          const sentence = new RegExp(
            `(loss|scores) of .* (at|after) step \\d+\\b.*lower .*\\b${stepSize} \\(now 1e\\+30\\)`,
          );
          await expectNoLeakedTensors(() => assert.rejects(fit(diverging, split), sentence));
        });
      }
    }
  });
}

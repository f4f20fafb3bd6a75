import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { plainResult, tf } from "../../lib/engine";
import { rank } from "../../lib/evaluation";
import { mirecStages, twoTower, type MirecStagesOptions } from "../../lib/methods";
import { layerSpaceOf } from "../../lib/methods/mirecStages/layerSpace";
import { shareChange, stagedLayers } from "../../lib/methods/mirecStages/stagedLayers";
import { userSpaceOf } from "../../lib/methods/mirecItems/userSpace";
import { leaveLastOut } from "../../lib/splitting";
import { fit } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { interactionsOf } from "../fixtures";
import { small, split, towers, unwatched } from "./stagesFixtures";

const readings = ["item-vectors", "last-layer"] as const;

describe("the last layer as rows", () => {
  test("is learnt with what the few-shot draw does to the items' shares taken back", () => {
    const change = shareChange(Int32Array.of(0, 1, 4, 8, 32), 4);
    assert.deepEqual(change, Float32Array.of(0, 0, 0, -Math.log(2), -Math.log(8)));
  });

  for (const comparable of [true, false]) {
    test(`gives back the many-shot vectors from theta*${comparable ? ", up to a shift of all" : ""}`, async () => {
      const base = await fit(twoTower(towers), split, { seed: 0 });
      const settings = mirecStages({ ...small["last-layer"], comparable })
        .options as unknown as MirecStagesOptions;
      const training = {
        batching: "samples",
        batchSize: 64,
        epochs: 0,
        learningRate: 0.01,
        learningRateOption: "none",
      } as const;
      const context = { seed: 0, signal: new AbortController().signal, onProgress: () => undefined };
      await expectNoLeakedTensors(async () => {
        const space = userSpaceOf(split, settings, training, base, 0);
        const layers = layerSpaceOf(split, settings, space, base, 0);
        const [, size] = layers.initial.shape;
        // Every bias is off by one, which is taken back where layers are made comparable.
        const values = layers.goal.map((value, at) =>
          comparable && at % size === size - 1 ? value + 1 : value,
        );
        const initial = { ...layers.initial, values };
        const staged = await stagedLayers({ ...layers, initial }, settings, context);
        const vectors = plainResult(() =>
          staged
            .itemVectors(tf.tensor2d(staged.own, [staged.ownEntry.length, staged.size]))
            .dataSync<"float32">()
            .slice(),
        );
        vectors.forEach((value, at) => assert.ok(Math.abs(value - base.itemVectors[at]) < 1e-5));
        staged.dispose();
        tf.dispose([space.userVectors, space.manyShot, space.cold, layers.hidden]);
      });
    });
  }
});

describe("mirec-stages", () => {
  for (const reading of readings) {
    describe(`on ${reading}`, () => {
      const options: Partial<MirecStagesOptions> = small[reading];

      test("has the two-tower as its many-shot model, to the last rank", async () => {
        const model = await fit(mirecStages(options), split, { seed: 2 });
        const base = await fit(twoTower(towers), split, { seed: 2 });
        assert.deepEqual(rank(model.manyShot, split, "test").ranks, rank(base, split, "test").ranks);
      });

      test("with lambda_p = 1 ranks exactly as its many-shot model, with 0 as the mapped one", async () => {
        for (const weight of [0, 1]) {
          const model = await fit(mirecStages({ ...options, blendGrid: [weight] }), split, { seed: 0 });
          const part = weight === 1 ? model.manyShot : model.mapped;
          assert.deepEqual(rank(model, split, "test").ranks, rank(part, split, "test").ranks);
          assert.equal(model.blendWeight, weight);
        }
      });

      test("leaves no tensor behind, ranks the same twice and differently with another seed", async () => {
        const run = (seed: number): Promise<Int32Array> =>
          expectNoLeakedTensors(async () => {
            const model = await fit(mirecStages(options), split, { seed });
            return rank(model.mapped, split, "test").ranks;
          });
        const first = await run(1);
        assert.deepEqual(await run(1), first);
        assert.notDeepEqual(await run(4), first);
      });

      test("brings what was kept from the chain nearer to the many-shot end; the identity does not", async () => {
        const learning: Partial<MirecStagesOptions> = {
          ...options,
          lambda: 0,
          epochs: 15,
          blockEpochs: 15,
          ...(reading === "item-vectors" ? { heldOutShare: 0.3 } : {}),
          // There is nothing to choose lambda_p by.
          blendGrid: [0],
        };
        const { map, identityControl } = await fit(mirecStages(learning), unwatched, { seed: 0 });
        assert.ok(map.relativeChange > 0.01, `the chain moves what is served by ${map.relativeChange}`);
        assert.ok(map.remainingDistance! < 0.95, `${map.remainingDistance} of the distance remains`);
        assert.deepEqual(
          map.blocks.map(({ shots }) => shots),
          [1, 2, 4, 8],
        );
        for (const { shots, relativeChange } of map.blocks) {
          assert.ok(relativeChange! > 0, `the block of ${shots} does nothing`);
        }
        assert.equal(identityControl?.map.relativeChange, 0);
        assert.equal(identityControl.map.remainingDistance, 1);
        for (const block of identityControl.map.blocks) {
          assert.deepEqual([block.relativeChange, block.remainingDistance], [0, 1]);
        }
      });

      test("without training the chain is its own control", async () => {
        const chain = await fit(mirecStages({ ...options, form: "identity" }), split, { seed: 0 });
        const control = (await fit(mirecStages(options), split, { seed: 0 })).identityControl;
        assert.deepEqual(chain.mapped, control?.mapped);
        assert.equal(chain.identityControl, null);
      });

      test("keeps the vectors of items with 2^doublings samples, and of no other", async () => {
        const { manyShot, mapped } = await fit(mirecStages(options), split, { seed: 0 });
        const counts = new Map<number, number>();
        for (const item of split.train.items) counts.set(item, (counts.get(item) ?? 0) + 1);
        for (let item = 0; item < split.train.itemCount; item++) {
          const own = (vectors: Float32Array): Float32Array => vectors.slice(item * 8, item * 8 + 8);
          const same = assert.deepEqual.bind(null, own(mapped.itemVectors), own(manyShot.itemVectors));
          if ((counts.get(item) ?? 0) >= 16) same();
          else assert.throws(same, `item ${item}`);
        }
      });

      test("trains with the later blocks fixed and each block drawn to the next doubling", async () => {
        const variant = { ...options, fineTune: false, doublingWeight: 1 };
        const model = await expectNoLeakedTensors(() => fit(mirecStages(variant), split));
        assert.ok(model.map.relativeChange > 0);
      });

      test("says which option to lower where what is learnt from few shots stops being numbers", async () => {
        const diverging = mirecStages({ ...options, fewShotLearningRate: 1e38 });
        await expectNoLeakedTensors(() =>
          assert.rejects(fit(diverging, split), /lower fewShotLearningRate \(now 1e\+38\)/),
        );
      });
    });
  }

  test("takes a single item, and ends when its signal is raised in any phase, also on the last layer", async () => {
    const options: Partial<MirecStagesOptions> = {
      ...small["last-layer"],
      epochs: 1,
      blockEpochs: 1,
    };
    const single = leaveLastOut(
      interactionsOf([
        [0, 0, 1],
        [1, 0, 2],
        [2, 0, 3],
      ]),
    );
    const labels = new Set<string>();
    await expectNoLeakedTensors(() => fit(mirecStages({ ...options, blendGrid: [0] }), single));
    await fit(mirecStages(options), split, { onProgress: ({ label }) => labels.add(label) });
    assert.equal(labels.size, 1 + 1 + 4);
    for (const phase of labels) {
      const controller = new AbortController();
      const cancelled = fit.bind(null, mirecStages(options), split, {
        signal: controller.signal,
        onProgress: ({ label }) => {
          if (label !== phase) return;
          controller.abort(new Error("enough"));
          const end = performance.now() + 45;
          while (performance.now() < end);
        },
      });
      await expectNoLeakedTensors(() => assert.rejects(cancelled, /enough/));
    }
  });

  test("takes data with no item of 2^doublings samples: then no vector teaches, and F is the identity", async () => {
    const { map } = await fit(mirecStages({ ...small["item-vectors"], doublings: 12 }), split);
    assert.equal(map.relativeChange, 0);
    assert.equal(map.remainingDistance, null);
  });

  test("refuses an unknown option and an unknown reading, naming the nearest", () => {
    assert.throws(
      () => mirecStages({ doubling: 1 } as Partial<MirecStagesOptions>),
      /mirec-stages has no option "doubling"; did you mean "doublings"/,
    );
    assert.throws(
      () => mirecStages({ reading: "last-layers" } as unknown as Partial<MirecStagesOptions>),
      /Option "reading" of mirec-stages is "last-layers".*did you mean "last-layer"\?/,
    );
  });
});

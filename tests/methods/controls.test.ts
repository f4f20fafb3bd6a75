import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { meanMetric, ndcg, overallMetric, rank, type VectorScorer } from "../../lib/evaluation";
import { itemShares } from "../../lib/losses";
import {
  adjustPosthoc,
  epochsLikeMirec,
  longerTwoTower,
  posthocAdjustment,
  secondSeed,
  twoTower,
  twoTowerBlend,
  wideTwoTower,
  type TwoTowerOptions,
} from "../../lib/methods";
import { leaveLastOut, popularityGroups } from "../../lib/splitting";
import { fit, type Method } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";
import { smallTowers } from "./smallTowers";
import { score } from "./sampleLoss";

const split = leaveLastOut(tastefulInteractions({ users: 120 }));
const p = itemShares(split.train);
const small: Partial<TwoTowerOptions> = {
  ...smallTowers,
  epochs: 6,
};
const ranksOf = (model: VectorScorer): Int32Array => rank(model, split, "test").ranks;

describe("adjustPosthoc", () => {
  test("scores s - tau log p, as one dot product", async () => {
    const model = await fit(twoTower(small), split);
    const adjusted = adjustPosthoc(model, p, 0.7);
    assert.equal(adjusted.size, model.size + 1);
    for (let user = 0; user < 5; user++) {
      for (let item = 0; item < split.train.itemCount; item++) {
        const expected = score(model, user, item) - 0.7 * Math.log(p[item]);
        assert.ok(Math.abs(score(adjusted, user, item) - expected) < 1e-4);
      }
    }
    assert.deepEqual(ranksOf(adjustPosthoc(model, p, 0)), ranksOf(model));
  });

  test("gives the tail more the larger tau is", async () => {
    const model = await fit(twoTower({ ...small, epochs: 20 }), split);
    const groups = popularityGroups(split.train);
    const tail = [0, 0.5, 1].map((tau) =>
      meanMetric(ndcg(10), rank(adjustPosthoc(model, p, tau), split, "test"), groups, "tail")!,
    );
    assert.ok(tail[0] < tail[1] && tail[1] < tail[2], `${tail.join(", ")}`);
  });

  test("refuses shares of other items, and what is no share", () => {
    const model = { userVectors: Float32Array.of(1), itemVectors: Float32Array.of(1, 2), size: 1 };
    assert.throws(() => adjustPosthoc(model, [1], 1), /1 shares for a model of 2 items/);
    assert.throws(() => adjustPosthoc(model, [1, 0], 1), /p\[1\] is 0/);
    assert.throws(() => adjustPosthoc(model, [0.5, 0.5], Number.NaN), /tau must be a finite number/);
  });
});

describe("posthocAdjustment", () => {
  test("is the two-tower of the same seed, adjusted", async () => {
    const plain = await fit(twoTower(small), split, { seed: 2 });
    const model = await fit(posthocAdjustment({ ...small, tauGrid: [0.4] }), split, { seed: 2 });
    assert.deepEqual(model.unadjusted.itemVectors, plain.itemVectors);
    assert.deepEqual(ranksOf(model), ranksOf(adjustPosthoc(plain, p, 0.4)));
  });

  test("chooses tau on validation", async () => {
    const tauGrid = [0, 0.2, 1.5];
    const model = await fit(posthocAdjustment({ ...small, tauGrid, metric: "NDCG@10" }), split);
    const values = tauGrid.map((tau) =>
      overallMetric(ndcg(10), rank(adjustPosthoc(model.unadjusted, p, tau), split, "validation"))!,
    );
    assert.equal(model.tau, tauGrid[values.indexOf(Math.max(...values))]);
  });
});

describe("wideTwoTower", () => {
  test("serves vectors twice as wide, with hidden layers as they were or as wide", async () => {
    const wide = await fit(wideTwoTower({ ...small, epochs: 1 }), split);
    assert.equal(wide.size, 16);
    assert.deepEqual(wide.parameters["item.last.weight"].shape, [16, 16]);
    const hidden = await fit(wideTwoTower({ ...small, epochs: 1, widenHidden: true }), split);
    assert.deepEqual(hidden.parameters["item.last.weight"].shape, [32, 16]);
  });

  test("is the two-tower at a width factor of one", async () => {
    const wide = await fit(wideTwoTower({ ...small, widthFactor: 1 }), split);
    assert.deepEqual(ranksOf(wide), ranksOf(await fit(twoTower(small), split)));
  });
});

describe("twoTowerBlend", () => {
  test("blends the two-towers of its seed and of the second seed", async () => {
    const model = await fit(twoTowerBlend(small), split, { seed: 4 });
    const first = await fit(twoTower(small), split, { seed: 4 });
    const second = await fit(twoTower(small), split, { seed: secondSeed(4) });
    assert.deepEqual(model.first.itemVectors, first.itemVectors);
    assert.deepEqual(model.second.itemVectors, second.itemVectors);
    assert.notDeepEqual(first.itemVectors, second.itemVectors);
    const blended = model.blendWeight * score(first, 3, 7) + (1 - model.blendWeight) * score(second, 3, 7);
    assert.ok(Math.abs(score(model, 3, 7) - blended) < 1e-5);
    assert.equal(model.size, 16);
    assert.equal(model.history.length, first.history.length + second.history.length);
  });

  test("ranks as the one or the other at both ends of its weight", async () => {
    const at = (weight: number): Promise<VectorScorer> =>
      fit(twoTowerBlend({ ...small, blendGrid: [weight] }), split, { seed: 4 });
    assert.deepEqual(ranksOf(await at(1)), ranksOf(await fit(twoTower(small), split, { seed: 4 })));
    assert.deepEqual(
      ranksOf(await at(0)),
      ranksOf(await fit(twoTower(small), split, { seed: secondSeed(4) })),
    );
  });

  test("gives the seeds of an experiment second seeds that none of them is", () => {
    const seeds = [0, 1, 2, 3, 4];
    const second = seeds.map(secondSeed);
    assert.equal(new Set([...seeds, ...second]).size, 10);
  });
});

describe("longerTwoTower", () => {
  test("keeps the converged model unless training on made it better on validation", async () => {
    for (const seed of [0, 1, 2, 3]) {
      const model = await fit(
        longerTwoTower({ ...small, epochs: 30, patience: 4, furtherEpochs: 3 }),
        split,
        {
          seed,
        },
      );
      const plain = await fit(twoTower({ ...small, epochs: 30, patience: 4 }), split, { seed });
      assert.deepEqual(model.converged.itemVectors, plain.itemVectors);
      const value = (each: VectorScorer): number => overallMetric(ndcg(50), rank(each, split, "validation"))!;
      if (model.improved) assert.ok(value(model) > value(plain));
      else assert.deepEqual(model.itemVectors, plain.itemVectors);
      const kept = model.history[model.bestEpoch - 1].validation.ranks;
      assert.deepEqual(rank(model, split, "validation").ranks, kept);
      assert.equal(model.history.length, plain.history.length + 3);
    }
  });

  test("trains an under-trained model on", async () => {
    const model = await fit(longerTwoTower({ ...small, epochs: 2, furtherEpochs: 20 }), split);
    assert.ok(model.improved && model.bestEpoch > 2);
  });

  test("takes as many further steps as MIRec's second phase", () => {
    const train = {
      users: new Int32Array(1000),
      items: Int32Array.from({ length: 1000 }, (_, row) => (row < 900 ? 0 : 1 + (row % 10))),
      userCount: 1,
      itemCount: 11,
    };
    // Omega(100) has 100 samples of item 0 and 10 of ten others: 200, four steps of 50; all samples are 20 steps.
    const bySamples = { k: 100, side: "items", batching: "samples", batchSize: 50 } as const;
    assert.equal(epochsLikeMirec(train, { ...bySamples, fewShotEpochs: 10 }, 0), 2);
    assert.equal(epochsLikeMirec(train, { ...bySamples, fewShotEpochs: 11 }, 0), 3);
    // The only user's 1,000 samples cut to 100: two steps.
    assert.equal(epochsLikeMirec(train, { ...bySamples, side: "users", fewShotEpochs: 20 }, 0), 2);
    // By users, the only one is a step, whatever the samples.
    assert.equal(epochsLikeMirec(train, { ...bySamples, batching: "users", fewShotEpochs: 10 }, 0), 10);
  });
});

describe("every control", () => {
  const controls: Method<VectorScorer & Awaited<ReturnType<Method["fit"]>>>[] = [
    posthocAdjustment(small),
    wideTwoTower(small),
    twoTowerBlend({ ...small, epochs: 2 }),
    longerTwoTower({ ...small, furtherEpochs: 2 }),
  ];
  for (const control of controls) {
    test(`${control.name}: same seed, same ranks; another seed, others; no tensor left behind`, async () => {
      const ranks = await expectNoLeakedTensors(async () => ranksOf(await fit(control, split, { seed: 5 })));
      assert.deepEqual(ranksOf(await fit(control, split, { seed: 5 })), ranks);
      assert.notDeepEqual(ranksOf(await fit(control, split, { seed: 6 })), ranks);
    });

    test(`${control.name}: ends when its signal is raised, with no tensor left behind`, async () => {
      const controller = new AbortController();
      let told = 0;
      const onProgress = (): void => {
        // In the second training run, where there is one.
        if (++told === 3) controller.abort(new Error("enough"));
      };
      await expectNoLeakedTensors(() =>
        assert.rejects(fit(control, split, { signal: controller.signal, onProgress }), /enough/),
      );
    });
  }
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rank, ranksValue, validationValue } from "../../lib/evaluation";
import { blendVectors, logq, mirec, twoTower, type MirecOptions } from "../../lib/methods";
import { fewShotRows } from "../../lib/methods/mirec/fewShotPhase";
import { itemCounts, leaveLastOut, popularityGroups, userCounts } from "../../lib/splitting";
import { fit } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions, unevenUsers } from "../fixtures";
import { smallTowers } from "./smallTowers";
import { score } from "./sampleLoss";
import { ownVariant } from "./ownVariant";

const split = leaveLastOut(tastefulInteractions({ users: 120 }));
const towers = {
  ...smallTowers,
  epochs: 6,
};
const small: Partial<MirecOptions> = { ...towers, fewShotEpochs: 4, k: 20, identityControl: false };

describe("mirec", () => {
  test("has the two-tower as its many-shot model, to the last rank", async () => {
    const model = await fit(mirec(small), split, { seed: 2 });
    const base = await fit(twoTower(towers), split, { seed: 2 });
    assert.deepEqual(rank(model.manyShot, split, "test").ranks, rank(base, split, "test").ranks);
  });

  test("has LogQ as its many-shot model where lambdaC says so", async () => {
    const { manyShot } = await fit(mirec({ ...small, lambdaC: 0.5 }), split, { seed: 2 });
    const ofLogq = await fit(logq({ ...towers, lambdaC: 0.5 }), split, { seed: 2 });
    assert.deepEqual(manyShot.itemVectors, ofLogq.itemVectors);
    assert.notDeepEqual(
      manyShot.itemVectors,
      (await fit(mirec(small), split, { seed: 2 })).manyShot.itemVectors,
    );
  });

  test("with lambda_p = 1 ranks exactly as its many-shot model, with 0 as the mapped one", async () => {
    for (const weight of [0, 1]) {
      const model = await fit(mirec({ ...small, blendGrid: [weight] }), split, { seed: 0 });
      const part = weight === 1 ? model.manyShot : model.mapped;
      assert.deepEqual(rank(model, split, "test").ranks, rank(part, split, "test").ranks);
      assert.equal(model.blendWeight, weight);
    }
  });

  test("takes the lambda_p that its criterion finds best on validation", async () => {
    const blendGrid = [0, 0.2, 0.4, 0.6, 0.8, 1];
    const chosen: number[] = [];
    for (const criterion of ["overall", "harmonic"] as const) {
      const options = { criterion, metric: "NDCG@10", headShare: 0.3 };
      const model = await fit(mirec({ ...small, ...options, blendGrid }), split, { seed: 1 });
      const values = blendGrid.map((weight) =>
        validationValue(blendVectors(model.manyShot, model.mapped, weight, "scores"), split, options),
      );
      assert.equal(model.blendWeight, blendGrid[values.indexOf(Math.max(...values))], criterion);
      chosen.push(model.blendWeight);
    }
    assert.notEqual(chosen[0], chosen[1]);
  });

  test("fuses representations into vectors of the towers' own size: every number of both sides", async () => {
    const model = await fit(mirec({ ...small, fusion: "representations", blendGrid: [0.3] }), split, {
      seed: 0,
    });
    assert.equal(model.size, towers.outputSize);
    const { manyShot, mapped } = model;
    for (const side of ["userVectors", "itemVectors"] as const)
      model[side].forEach((value, at) => {
        const expected = 0.3 * manyShot[side][at] + 0.7 * mapped[side][at];
        assert.ok(Math.abs(value - expected) < 1e-6 * Math.max(1, Math.abs(expected)), `${side}, ${at}`);
      });
  });

  test("F, where it can, moves theta nearer to theta*; the identity does not move it", async () => {
    const options: Partial<MirecOptions> = {
      ...small,
      distanceMoves: "map",
      lambda: 1,
      fewShotEpochs: 30,
      patience: 30,
      identityControl: true,
      // The weights after the last epoch, not the best on validation, are what F was trained to.
      monitor: "HR@40",
    };
    const model = await fit(mirec(options), split, { seed: 0 });
    assert.ok(model.map.relativeChange > 0.01, `F moves theta by ${model.map.relativeChange}`);
    assert.ok(model.map.remainingDistance! < 1, `${model.map.remainingDistance} of the distance remains`);
    assert.deepEqual(model.identityControl?.map, { relativeChange: 0, remainingDistance: 1 });
  });

  test("tells its second phase's best epoch by the monitor or by the criterion, and stops after patience", async () => {
    const groups = popularityGroups(split.train, { headShare: 0.2 });
    const bests: number[] = [];
    for (const [stopsBy, criterion] of [
      ["monitor", "overall"],
      ["criterion", "harmonic"],
    ] as const) {
      const watched = { criterion, metric: "HR@10", headShare: 0.2 };
      const stopping = { stopsBy, patience: 20, fewShotEpochs: 200, monitor: "HR@10" };
      const method = mirec({ ...small, ...watched, ...stopping, criterion: "harmonic" });
      const { history, bestEpoch, manyShot } = await fit(method, split, { seed: 0 });
      const values = history
        .slice(manyShot.history.length)
        .map(({ validation }) => ranksValue(validation, groups, watched)!);
      const best = bestEpoch - manyShot.history.length;
      assert.equal(best, values.indexOf(Math.max(...values)) + 1, stopsBy);
      assert.equal(values.length, best + 20, stopsBy);
      bests.push(best);
    }
    assert.notEqual(bests[0], bests[1]);
  });

  const variants: Record<string, Partial<MirecOptions>> = {
    "Algorithm 1 as written": { update: "algorithm1", lambda: 1 },
    "a flattened F": { form: "flattened" },
    "towers without a hidden layer": { hiddenSizes: [] },
    "model-level transfer alone": { transfer: "model-level" },
    "item-level transfer alone": { transfer: "item-level" },
    "frozen lower layers and the unmapped reading of Eq 5": {
      lowerLayers: "frozen",
      predictionLoss: "unmapped",
    },
    "log q in both phases": { lambdaC: 0.3, fewShotLambdaC: 0.3 },
    "fused representations": { fusion: "representations" },
    "a lambda_p a group": { blendBy: "group", blendGrid: [0, 0.5, 1] },
  };
  for (const [name, options] of Object.entries(variants)) {
    test(`trains with ${name}, leaving no tensor behind, the same twice`, async () => {
      const run = (): Promise<Int32Array> =>
        expectNoLeakedTensors(async () => {
          const model = await fit(mirec({ ...small, epochs: 2, fewShotEpochs: 2, ...options }), split, {
            seed: 1,
          });
          return rank(model, split, "test").ranks;
        });
      assert.deepEqual(await run(), await run());
    });
  }

  test("blends served vectors that score as Eq 9 says, to 1e-5", async () => {
    const model = await fit(mirec({ ...small, blendGrid: [0.3] }), split, { seed: 0 });
    const { manyShot, mapped } = model;
    const { userCount, itemCount } = split.train;
    for (let user = 0; user < userCount; user++) {
      for (let item = 0; item < itemCount; item++) {
        const expected = 0.3 * score(manyShot, user, item) + 0.7 * score(mapped, user, item);
        const error = Math.abs(score(model, user, item) - expected);
        assert.ok(error <= 1e-5 * Math.max(1, Math.abs(expected)), `user ${user}, item ${item}: ${error}`);
      }
    }
  });

  test("starts at theta* where asked: with nothing to learn it stays there, to the last number", async () => {
    const still: Partial<MirecOptions> = { ...small, lambda: 0, form: "identity" };
    const atGoal = await fit(mirec({ ...still, start: "manyShot" }), split, { seed: 0 });
    assert.deepEqual(atGoal.mapped.itemVectors, atGoal.manyShot.itemVectors);
    const atStart = await fit(mirec(still), split, { seed: 0 });
    assert.notDeepEqual(atStart.mapped.itemVectors, atStart.manyShot.itemVectors);
  });

  test("decays weights in both phases, and says so where that alone makes the loss no number", async () => {
    const norm = (values: Float32Array): number => Math.hypot(...values);
    const base = await fit(twoTower(towers), split, { seed: 0 });
    const decayed = await fit(twoTower({ ...towers, weightDecay: 1 }), split, { seed: 0 });
    assert.ok(
      norm(decayed.parameters["item.last.weight"].values) < norm(base.parameters["item.last.weight"].values),
    );
    // There is nothing to learn in the second phase, so that decay alone moves what it trains.
    const still: Partial<MirecOptions> = {
      ...small,
      lambda: 0,
      form: "identity",
      start: "manyShot",
      weightDecay: 1,
    };
    const { mapped, manyShot } = await fit(mirec(still), split, { seed: 0 });
    assert.ok(norm(mapped.itemVectors) < norm(manyShot.itemVectors));
    await assert.rejects(
      fit(twoTower({ ...towers, weightDecay: 1e30 }), split, { seed: 0 }),
      /lower learningRate \(now 0\.01\) or weightDecay \(now 1e\+30\)/,
    );
  });

  test("draws Omega(k) anew each epoch, or once, and of the head alone in model-level transfer", () => {
    const { train } = split;
    const counts = itemCounts(train);
    const k = [...counts].sort((one, other) => other - one)[Math.floor(counts.length / 4)];
    const rowsOf = (epoch: number, options: Partial<MirecOptions> = {}): Int32Array =>
      fewShotRows(train, mirec({ k, ...options }).options as unknown as MirecOptions, 0, epoch);
    assert.notDeepEqual(rowsOf(1), rowsOf(2));
    assert.deepEqual(rowsOf(1, { redraw: false }), rowsOf(2, { redraw: false }));
    const samplesOf = (rows: Int32Array, item: number): number =>
      rows.filter((row) => train.items[row] === item).length;
    const [all, head] = [rowsOf(1), rowsOf(1, { transfer: "model-level" })];
    counts.forEach((count, item) => {
      assert.equal(samplesOf(all, item), Math.min(count, k));
      assert.equal(samplesOf(head, item), count >= k ? k : 0);
    });
  });

  for (const side of ["items", "users", "both"] as const)
    test(`trains theta* on the head's samples alone in model-level transfer: ${side}`, async () => {
      const uneven = leaveLastOut(unevenUsers(tastefulInteractions({ users: 120 }), 6));
      const { train } = uneven;
      const k = side === "items" ? 20 : 8;
      const [ofItem, ofUser] = [itemCounts(train), userCounts(train)];
      const rows = Int32Array.from(train.items.keys()).filter(
        (row) =>
          (side === "users" || ofItem[train.items[row]] >= k) &&
          (side === "items" || ofUser[train.users[row]] >= k),
      );
      assert.ok(rows.length > 0 && rows.length < train.items.length);
      const ofHead = ownVariant(towers, { stages: [{ name: "", samples: () => rows }] });
      const method = mirec({ ...small, k, side, transfer: "model-level", fewShotEpochs: 1 });
      const { manyShot } = await fit(method, uneven, { seed: 3 });
      assert.deepEqual(manyShot.itemVectors, (await fit(ofHead, uneven, { seed: 3 })).itemVectors);
    });

  test("with item-level transfer alone has the identity for F", () => {
    assert.equal(mirec({ transfer: "item-level" }).options.form, "identity");
  });

  for (const stepSize of ["gamma", "beta"] as const) {
    test(`names Algorithm 1's ${stepSize} where that makes the loss no number`, async () => {
      const wild = mirec({ ...small, epochs: 1, update: "algorithm1", [stepSize]: 1e9 });
      const sentence = new RegExp(
        `loss of mirec, few-shot .* at step .* lower .*${stepSize} \\(now 1000000000\\)`,
      );
      await assert.rejects(fit(wild, split, { seed: 0 }), sentence);
    });
  }

  test("refuses a layer that is too large to be flattened before anything is trained, leaving no tensor", async () => {
    let epochs = 0;
    const wide = mirec({ ...small, form: "flattened", hiddenSizes: [512], outputSize: 64 });
    await expectNoLeakedTensors(() =>
      assert.rejects(
        fit(wide, split, { seed: 0, onProgress: () => epochs++ }),
        /Option "form" is "flattened", but a layer of 512 x 64 is too large .* use "rows"/,
      ),
    );
    assert.equal(epochs, 0);
  });

  test("refuses a lambda_p a group of representations", () => {
    assert.throws(
      () => mirec({ blendBy: "group", fusion: "representations" }),
      /option "blendBy" is "group", which weighs scores, but "fusion" is "representations"/,
    );
  });

  test("refuses an unknown option, naming the nearest", () => {
    assert.throws(
      () => mirec({ lamdba: 1 } as Partial<MirecOptions>),
      /mirec has no option "lamdba"; did you mean "lambda"/,
    );
  });
});

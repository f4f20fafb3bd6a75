import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rank } from "../../lib/evaluation";
import { itemShares } from "../../lib/losses";
import { mirec, mirecUsers, type MirecOptions, type TrainedMirec } from "../../lib/methods";
import { fewShotRows } from "../../lib/methods/mirec/fewShotPhase";
import { twoTowerModel } from "../../lib/models";
import { itemCounts, leaveLastOut, userCounts } from "../../lib/splitting";
import { fit } from "../../lib/training";
import { tastefulInteractions, unevenUsers } from "../fixtures";
import { smallTowers } from "./smallTowers";
import { meanSampleLoss } from "./sampleLoss";

const split = leaveLastOut(unevenUsers(tastefulInteractions({ users: 120 }), 6));
const { train } = split;
const small = {
  ...smallTowers,
  epochs: 4,
  fewShotEpochs: 2,
  k: 20,
  identityControl: false,
} as const;
const seed = 5;
const trained = (options: Partial<MirecOptions>): Promise<TrainedMirec> =>
  fit(mirec({ ...small, ...options }), split, { seed });

/** Nothing moves theta: neither loss is there to do it. */
const still = { lambda: 0, form: "identity", distanceMoves: "map" } as const;
const theta = ["user.last.weight", "user.last.bias", "item.last.weight", "item.last.bias"];

describe("the second phase of MIRec", () => {
  test("starts its last layers where the many-shot ones started, and all else from the many-shot model", async () => {
    const { parameters, manyShot } = await trained(still);
    const { options } = mirec(small);
    const model = twoTowerModel(split.data, options as unknown as MirecOptions);
    const initial = model.initialise(seed);
    model.dispose();
    assert.deepEqual(
      theta.filter((name) => !(name in parameters)),
      [],
    );
    for (const [name, { values }] of Object.entries(parameters))
      assert.deepEqual(values, (theta.includes(name) ? initial : manyShot.parameters)[name].values, name);
  });

  test("moves the lower layers, or leaves them as they are", async () => {
    const ofUsers = async (lowerLayers: "frozen" | "moving"): Promise<[Float32Array, Float32Array]> => {
      const { parameters, manyShot } = await trained({ lowerLayers, lambda: 1 });
      for (const name of theta)
        assert.notDeepEqual(parameters[name].values, manyShot.parameters[name].values, name);
      return [parameters["user.id"].values, manyShot.parameters["user.id"].values];
    };
    const [frozen, asBefore] = await ofUsers("frozen");
    assert.deepEqual(frozen, asBefore);
    const [moved, before] = await ofUsers("moving");
    assert.notDeepEqual(moved, before);
  });

  test("has lambda times the prediction loss on Omega(k), with its own lambda_c log p in the logits", async () => {
    // One batch holds all of Omega(k), and Omega(k) all samples: the first epoch's loss is that of where theta starts.
    const whole = { ...still, k: 1000, batchSize: train.users.length, fewShotEpochs: 1, dropout: 0 };
    const { mapped } = await trained({ ...whole, lambda: 0 });
    const p = itemShares(train);
    assert.ok(p.every((share) => share > 0));
    const lossOf = async (options: Partial<MirecOptions>): Promise<number> => {
      const { history, manyShot } = await trained({ ...whole, ...options });
      return history[manyShot.history.length].loss;
    };
    const distance = await lossOf({ lambda: 0 });
    for (const [lambda, fewShotLambdaC] of [
      [1, 0],
      [1, 0.5],
      [3, 1],
    ]) {
      const bias = (item: number): number => fewShotLambdaC * Math.log(p[item]);
      const expected = distance + lambda * meanSampleLoss(mapped, train, bias);
      const loss = await lossOf({ lambda, fewShotLambdaC });
      const which = `lambda ${lambda}, lambda_c ${fewShotLambdaC}`;
      assert.ok(Math.abs(loss - expected) < 1e-4 * expected, `${which}: ${loss}, expected ${expected}`);
    }
  });

  test("caps users at k in mirec-users, or users and items, and takes the rest whole", async () => {
    const k = 8;
    const rowsOf = (side: "users" | "both"): Int32Array =>
      fewShotRows(train, mirecUsers({ k, side }).options as unknown as MirecOptions, 0, 1);
    const [all, drawn] = [train, { ...train, users: rowsOf("users").map((row) => train.users[row]) }].map(
      userCounts,
    );
    assert.ok(all.some((count) => count > k) && all.some((count) => count <= k));
    all.forEach((count, user) => assert.equal(drawn[user], Math.min(count, k), `user ${user}`));
    const both = rowsOf("both");
    const ofItems = itemCounts({ ...train, items: both.map((row) => train.items[row]) });
    const ofUsers = userCounts({ ...train, users: both.map((row) => train.users[row]) });
    assert.ok(ofItems.every((count) => count <= k) && ofUsers.every((count) => count <= k));
    const ranks = async (method: ReturnType<typeof mirec>): Promise<Int32Array> =>
      rank((await fit(method, split, { seed })).mapped, split, "test").ranks;
    const bySide = await ranks(mirecUsers({ ...small, k }));
    assert.deepEqual(bySide, await ranks(mirec({ ...small, k, side: "users" })));
    for (const side of ["items", "both"] as const)
      assert.notDeepEqual(bySide, await ranks(mirec({ ...small, k, side })), side);
  });

  test("has its method's own name in what it tells and where its loss is no number", async () => {
    const labels = new Set<string>();
    await fit(mirecUsers({ ...small, identityControl: true }), split, {
      onProgress: ({ label }) => void labels.add(label),
    });
    assert.deepEqual(
      [...labels],
      ["mirec-users, many-shot", "mirec-users, few-shot", "mirec-users, few-shot, F = identity"],
    );
    await assert.rejects(
      fit(mirecUsers({ ...small, lambda: 1e38 }), split, { seed }),
      /loss of mirec-users, few-shot is .* at step \d+ \(epoch \d+\); lower learningRate \(now 0\.01\) or lambda \(now 1e\+38\)/,
    );
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { meanMetric, hitRate, rank } from "../../lib/evaluation";
import { twoTower, type TwoTowerOptions } from "../../lib/methods";
import { leaveLastOut, popularityGroups } from "../../lib/splitting";
import { fit, historyCurves, type Progress } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";
import { smallTowers } from "./smallTowers";

const split = leaveLastOut(tastefulInteractions({ users: 120 }));
const small: Partial<TwoTowerOptions> = {
  ...smallTowers,
  epochs: 6,
};

describe("twoTower", () => {
  test("learns the tastes that made the data", async () => {
    const model = await fit(twoTower({ ...small, epochs: 40, patience: 40 }), split, { seed: 0 });
    const groups = popularityGroups(split.train);
    const hit = meanMetric(hitRate(10), rank(model, split, "test"), groups, "overall")!;
    // Ten of about thirty unseen items by chance would be a third.
    assert.ok(hit > 0.55, `HR@10 is ${hit}`);
    assert.ok(model.history[model.history.length - 1].loss < model.history[0].loss);
  });

  test("gives the same ranks to the last one for the same seed, and others for another", async () => {
    const ranks = async (seed: number): Promise<Int32Array> =>
      rank(await fit(twoTower(small), split, { seed }), split, "test").ranks;
    const first = await ranks(5);
    assert.deepEqual(await ranks(5), first);
    assert.notDeepEqual(await ranks(6), first);
  });

  test("leaves no tensor behind", async () => {
    await expectNoLeakedTensors(() => fit(twoTower(small), split, { seed: 0 }));
  });

  test("keeps the best epoch's weights and stops when patience runs out", async () => {
    const model = await fit(twoTower({ ...small, epochs: 60, patience: 3 }), split, { seed: 1 });
    const curve = historyCurves(model, popularityGroups(split.train)).validation.overall as number[];
    assert.equal(model.bestEpoch, 1 + curve.indexOf(Math.max(...curve)));
    assert.equal(model.history.length, Math.min(60, model.bestEpoch + 3));
    const kept = rank(model, split, "validation").ranks;
    assert.deepEqual(kept, model.history[model.bestEpoch - 1].validation.ranks);
  });

  test("tells its progress after every epoch, and that it is done", async () => {
    const told: Progress[] = [];
    await fit(twoTower(small), split, { seed: 0, onProgress: (progress) => told.push(progress) });
    assert.deepEqual(
      told.map(({ epoch }) => epoch),
      [1, 2, 3, 4, 5, 6],
    );
    assert.deepEqual(
      told.map(({ done }) => done),
      [false, false, false, false, false, true],
    );
  });

  test("ends when its signal is raised, with no tensor left behind", async () => {
    const controller = new AbortController();
    await expectNoLeakedTensors(() =>
      assert.rejects(
        fit(twoTower({ ...small, epochs: 100_000, patience: 100_000 }), split, {
          seed: 0,
          signal: controller.signal,
          onProgress: () => controller.abort(new Error("enough")),
        }),
        /enough/,
      ),
    );
  });

  test("stops at a loss that is not a number, naming the step and the option to lower", async () => {
    await expectNoLeakedTensors(() =>
      assert.rejects(
        fit(twoTower({ ...small, learningRate: 1e30 }), split, { seed: 0 }),
        /loss of two-tower is .* at step \d+ .*lower learningRate \(now 1e\+30\)/,
      ),
    );
  });

  test("reads the features it is told to, and names those there are", async () => {
    const none = await fit(twoTower({ ...small, features: { user: [], item: [] } }), split, { seed: 0 });
    assert.ok(!Object.keys(none.parameters).some((name) => name.includes("feature")));
    await assert.rejects(
      fit(twoTower({ ...small, features: { user: ["tasts"] } }), split, { seed: 0 }),
      /no user feature "tasts"; the data set has taste/,
    );
  });

  test("refuses an unknown option, naming the nearest, and a value out of range", () => {
    assert.throws(
      () => twoTower({ learningrate: 0.1 } as Partial<TwoTowerOptions>),
      /two-tower has no option "learningrate"; did you mean "learningRate"\?/,
    );
    assert.throws(() => twoTower({ dropout: 1 }), /Option "dropout" of two-tower/);
  });
});

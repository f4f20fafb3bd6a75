import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
// By its name, as a cell of a notebook imports it: what is not exported a researcher does not have.
import * as lt from "longtail";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";
import { temporaryFolder } from "../temporaryFolder";

const split = lt.leaveLastOut(tastefulInteractions());
const training = {
  ...{ embeddingSize: 6, featureEmbeddingSize: 4, hiddenSizes: [10], outputSize: 6 },
  ...{ batchSize: 64, epochs: 10, patience: 100, learningRate: 0.02 },
};

/** Samples of one step: a user, an item of theirs, and one that is not. */
interface Triples {
  readonly users: Int32Array;
  readonly items: Int32Array;
  readonly others: Int32Array;
}

/** The triples of an epoch, each training pair once. */
function* triples(train: lt.Pairs, batchSize: number, seed: number, epoch: number): Generator<Triples> {
  const { users, items, itemCount } = train;
  const theirs = new Set(Array.from(users, (user, row) => user * itemCount + items[row]));
  const random = lt.randomStream(seed, `items that are not theirs, epoch ${epoch}`);
  const other = (user: number): number => {
    for (;;) {
      const item = random.integer(itemCount);
      if (!theirs.has(user * itemCount + item)) return item;
    }
  };
  for (const rows of lt.shuffledBatches(lt.allRows(train), batchSize, seed, `order of epoch ${epoch}`)) {
    const owners = rows.map((row) => users[row]);
    yield { users: owners, items: rows.map((row) => items[row]), others: owners.map((user) => other(user)) };
  }
}

/** A loss of one's own, BPR: L = - mean of log sigmoid(s(u,i) - s(u,j)), j not an item of u (Rendle et al., UAI 2009). */
const pairwise = (): lt.Method => {
  const name = "bpr";
  const settings = lt.baseLearnerOptions(training, name);
  return {
    name,
    options: { ...settings },
    fit: async (given, context) => {
      const model = lt.twoTowerModel(given.data, settings, settings.features);
      const parameters = new lt.Parameters(model.initialise(context.seed));
      const task: lt.TrainingTask<Triples> = {
        ...{ label: name, parameters, learningRate: settings.learningRate, dropout: settings.dropout },
        batches: (epoch) => triples(given.train, settings.batchSize, context.seed, epoch),
        batchSize: ({ users }) => users.length,
        loss: (values, { users, items, others }, dropout) => {
          const u = model.user.forward(values, { entities: users }, dropout);
          const i = model.item.forward(values, { entities: items }, dropout);
          const j = model.item.forward(values, { entities: others }, dropout);
          const margins = lt.tf.sum(lt.tf.mul(u, lt.tf.sub(i, j)), 1);
          // - log sigmoid x = softplus(-x), and TensorFlow.js 4.22 loses what the gradient of its logSigmoid reads.
          return lt.tf.mean(lt.tf.softplus(lt.tf.neg(margins)));
        },
        vectors: (values) => lt.towerVectors(model, values),
      };
      try {
        const { history, bestEpoch } = await lt.trainEpochs(task, settings, given, context);
        const trained = { method: name, seed: context.seed, history, bestEpoch };
        return { ...trained, parameters: parameters.snapshot(), ...lt.currentVectors(task) };
      } finally {
        parameters.dispose();
        model.dispose();
      }
    },
  };
};

/** A curriculum of one's own, as data: how many samples of an item are seen at most, and for how many epochs. */
const plan = [
  { shots: 4, epochs: 2 },
  { shots: 12, epochs: 1 },
  { shots: 1000, epochs: 3 },
];
const risingShots = (): lt.Method => {
  const name = "rising-shots";
  const settings = lt.baseLearnerOptions(training, name);
  return {
    name,
    options: { ...settings, plan },
    fit: (given, context) => {
      const stages = plan.map(({ shots, epochs }): lt.Stage => {
        const draw = (epoch: number) => lt.randomStream(context.seed, `${shots} shots, epoch ${epoch}`);
        return {
          ...{ name: `${shots} shots`, epochs },
          samples: (epoch) => lt.underSampledRows(given.train, shots, draw(epoch)),
        };
      });
      return lt.trainBaseLearner(given, settings, { method: name, stages }, context);
    },
  };
};

const methods = (): lt.Method[] => [lt.twoTower(training), pairwise(), risingShots()];
const own = ["bpr", "rising-shots"];
const all = ["two-tower", ...own];
const seeds = [0, 1];
const records = temporaryFolder();

/** Every method with every seed, as a cell runs them. */
async function runAll(onProgress: lt.OnProgress = () => undefined): Promise<lt.ExperimentResult[]> {
  const results: lt.ExperimentResult[] = [];
  for (const method of methods())
    for (const seed of seeds) results.push(await lt.experiment(method, split, { records, seed, onProgress }));
  return results;
}

describe("a loss and a curriculum of a notebook's own, without being registered", () => {
  let runs: lt.ExperimentResult[];
  /** How many epochs were told under each label. */
  const told: Record<string, number> = {};
  before(async () => {
    runs = await expectNoLeakedTensors(() =>
      runAll(({ label }) => void (told[label] = (told[label] ?? 0) + 1)),
    );
  });
  const groups = lt.popularityGroups(split.train);
  const runsOf = (name: string): lt.ExperimentResult[] => runs.filter(({ method }) => method === name);
  const compared = (): lt.ComparisonRun[] => lt.comparisonRuns(runs);
  const metric = "NDCG@10";
  /** Mean over the seeds, from the ranks. */
  const meanOf = (name: string, group: lt.Group): number =>
    runsOf(name).reduce(
      (sum, { ranks }) => sum + lt.meanMetric(lt.ndcg(10), ranks.test, groups, group)! / seeds.length,
      0,
    );

  test("are recorded with their options as the notebook's, and read again", async () => {
    for (const name of own) assert.throws(() => lt.methodNamed(name), /There is no method/);
    assert.deepEqual(
      runs.map(({ record, cached }) => [
        record.specification.method,
        record.code.kind,
        record.status,
        cached,
      ]),
      all.flatMap((name) =>
        seeds.map(() => [name, name === "two-tower" ? "library" : "notebook", "finished", false]),
      ),
    );
    assert.deepEqual(runsOf("rising-shots")[0].record.specification.options, risingShots().options);
    const again = await runAll();
    again.forEach(({ cached, ranks, record }, at) => {
      assert.equal(cached, true);
      assert.deepEqual([ranks, record], [runs[at].ranks, runs[at].record]);
    });
    assert.equal((await lt.listRecords(records)).records.length, all.length * seeds.length);
  });

  test("train as they say: BPR from log 2 downwards, the curriculum in its stages", () => {
    for (const { history, ranks, bestEpoch } of runsOf("bpr")) {
      // The scores of fresh towers are all but equal; a softmax over 40 items would start at log 40.
      assert.ok(Math.abs(history[0].loss - Math.log(2)) < 0.05, `${history[0].loss}`);
      assert.ok(history[history.length - 1].loss < history[0].loss - 0.1);
      assert.deepEqual(ranks.validation, history[bestEpoch - 1].validation);
      // Ten of about thirty unseen items by chance would be a third.
      const hits = lt.overallMetric(lt.hitRate(10), ranks.test)!;
      assert.ok(hits > 0.4, `HR@10 is ${hits}`);
    }
    for (const { history } of runsOf("rising-shots")) assert.equal(history.length, 6);
    assert.deepEqual(told, {
      "two-tower": seeds.length * training.epochs,
      bpr: seeds.length * training.epochs,
      ...Object.fromEntries(
        plan.map(({ shots, epochs }) => [`rising-shots, ${shots} shots`, seeds.length * epochs]),
      ),
    });
  });

  test("stand in the comparison and its table beside the method of the book", () => {
    const comparison = lt.compare(compared(), groups, {
      ...{ baseline: "two-tower", metrics: [metric], resamples: 200 },
    });
    assert.deepEqual(
      comparison.methods.map(({ name, seeds: of }) => [name, of]),
      all.map((name) => [name, seeds]),
    );
    for (const { method, group, mean, standardDeviation, effect } of comparison.cells) {
      assert.ok(Math.abs(mean! - meanOf(method, group)) < 1e-12);
      assert.ok(standardDeviation !== null);
      if (method === "two-tower") assert.equal(effect, null);
      else {
        const expected = meanOf(method, group) - meanOf("two-tower", group);
        assert.ok(Math.abs(effect!.difference - expected) < 1e-12);
        assert.ok(effect!.interval![0] < effect!.interval![1]);
      }
    }
    const table = lt.comparisonTable(comparison);
    assert.deepEqual(
      table.rows.map(([group, method]) => [group.text, method.text]),
      ["overall", "head", "tail"].flatMap((group) => all.map((name) => [group, name])),
    );
    for (const name of own) assert.match(table.toHtml(), new RegExp(`>${name}<`));
  });

  test("stand in the head-tail plane, each with a look of its own", () => {
    const curves = lt.headTailCurves(compared(), groups, { metric });
    const plane = lt.headTailPlane({ curves, metricName: metric, baseline: "two-tower" });
    assert.deepEqual(
      plane.data.map(({ name, x, y }) => ({ name, x, y })),
      curves.map(({ name, points: [{ head, tail }] }) => ({ name, x: [head.mean], y: [tail.mean] })),
    );
    curves.forEach(({ name, points }, at) => {
      assert.deepEqual([name, points.length, points[0].seeds], [all[at], 1, seeds]);
      assert.ok(Math.abs(points[0].head.mean! - meanOf(name, "head")) < 1e-12);
      assert.ok(Math.abs(points[0].tail.mean! - meanOf(name, "tail")) < 1e-12);
      assert.ok(plane.data[at].error_x && plane.data[at].error_y, "whiskers over the seeds");
    });
    const looks = plane.data.map(({ marker }) => JSON.stringify(marker));
    assert.equal(new Set(looks).size, all.length);
  });

  test("go on where they were stopped, to the same losses and ranks", async () => {
    // Of the curriculum the two stages that were over are told once more, as they are read.
    const left = { bpr: [5, 6, 7, 8, 9, 10], "rising-shots": [2, 1, 2, 3] };
    for (const method of [pairwise(), risingShots()]) {
      const options = { records: temporaryFolder(), seed: 0, checkpointEvery: 0 };
      const stop = new AbortController();
      let epochs = 0;
      const stopAfterFour = (): void => {
        epochs += 1;
        if (epochs === 4) stop.abort(new Error("enough"));
      };
      await assert.rejects(
        lt.experiment(method, split, { ...options, signal: stop.signal, onProgress: stopAfterFour }),
        /enough/,
      );
      const resumed: number[] = [];
      const onProgress: lt.OnProgress = ({ epoch }) => void resumed.push(epoch);
      const continued = await lt.experiment(method, split, { ...options, onProgress });
      assert.deepEqual([continued.resumed, resumed], [true, left[method.name as keyof typeof left]]);
      const [whole] = runsOf(method.name);
      assert.deepEqual(continued.ranks, whole.ranks);
      assert.deepEqual(
        continued.history.map(({ loss }) => loss),
        whole.history.map(({ loss }) => loss),
      );
    }
  });
});

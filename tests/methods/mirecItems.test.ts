import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allRows } from "../../lib/curriculum";
import { Parameters, plainResult, tf, type ParameterArrays } from "../../lib/engine";
import { rank } from "../../lib/evaluation";
import { mirecItems, teachingDistances, twoTower, type MirecItemsOptions } from "../../lib/methods";
import { fewShotVectors } from "../../lib/methods/mirecItems/fewShotVectors";
import { headItems, rowsWithShots, teachingPairs } from "../../lib/methods/mirecItems/teachingPairs";
import { trainVectorMap } from "../../lib/methods/mirecItems/trainVectorMap";
import { userSpaceOf, type UserSpace } from "../../lib/methods/mirecItems/userSpace";
import { vectorMap } from "../../lib/methods/mirecItems/vectorMap";
import { towerVectors } from "../../lib/methods/trainBaseLearner";
import { twoTowerModel } from "../../lib/models";
import { randomStream } from "../../lib/random";
import { itemCounts, leaveLastOut, type Split } from "../../lib/splitting";
import { fit, type FitContext } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";

const split = leaveLastOut(tastefulInteractions({ users: 120, items: 80 }));
/** Without validation positives the last epoch's weights are kept: what was trained to, not what ranks best. */
const unwatched: Split = {
  ...split,
  validation: { ...split.validation, users: new Int32Array(0), items: new Int32Array(0) },
};
const { train } = split;
const counts = itemCounts(train);
const towers = {
  embeddingSize: 8,
  featureEmbeddingSize: 4,
  hiddenSizes: [16],
  outputSize: 8,
  batchSize: 128,
  learningRate: 0.01,
  epochs: 4,
};
const small: Partial<MirecItemsOptions> = {
  ...towers,
  k: 16,
  shots: [1, 2, 4, 8],
  vectorEpochs: 2,
  mapEpochs: 3,
  metaHiddenSize: 8,
};
const context: FitContext = { seed: 1, signal: new AbortController().signal, onProgress: () => undefined };

function randomValues(length: number, purpose: string): Float32Array {
  const random = randomStream(5, purpose);
  return Float32Array.from({ length }, () => random.normal());
}

/** A user space of random vectors, and the disposal of its tensors. */
function randomSpace(epochs: number): UserSpace & { dispose: () => void } {
  const table = (rows: number, purpose: string): UserSpace["cold"] =>
    tf.tensor2d(randomValues(rows * 4, purpose), [rows, 4]);
  const tensors = {
    userVectors: table(train.userCount, "users"),
    manyShot: table(train.itemCount, "many-shot"),
    cold: table(train.itemCount, "cold"),
  };
  return {
    train,
    ...tensors,
    batching: "samples",
    batchSize: 64,
    epochs,
    learningRate: 0.05,
    learningRateOption: "vectorLearningRate",
    dispose: () => tf.dispose(tensors),
  };
}

const row = (table: Float32Array, index: number): number[] => [...table.slice(4 * index, 4 * index + 4)];

/** F(v, n) = v + W2 relu(W1 [v, log2(max(n, 1)) / 16] + b1) + b2 in doubles, written out. */
function mapByHand(parameters: ParameterArrays, vector: readonly number[], count: number): number[] {
  const linear = (input: readonly number[], layer: string): number[] => {
    const [weight, bias] = ["weight", "bias"].map((part) => parameters[`${layer}.${part}`].values);
    return Array.from(bias, (start, output) =>
      input.reduce((sum, value, at) => sum + value * weight[at * bias.length + output], start),
    );
  };
  const input = [...vector, Math.log2(Math.max(count, 1)) / 16];
  const hidden = linear(input, "map.in").map((value) => Math.max(value, 0));
  return linear(hidden, "map.out").map((value, at) => vector[at] + value);
}

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
    const space = randomSpace(0);
    const vectors = await expectNoLeakedTensors(() =>
      fewShotVectors(space, learnt, allRows(train), "none", context),
    );
    const [cold, manyShot] = [space.cold, space.manyShot].map((table) => table.dataSync<"float32">().slice());
    learnt.forEach((is, item) => assert.deepEqual(row(vectors, item), row(is ? cold : manyShot, item)));
    space.dispose();
  });

  test("leave every other item's vector exactly as it is, and lower the loss of what they are learnt from", async () => {
    const space = randomSpace(8);
    const before = await fewShotVectors({ ...space, epochs: 0 }, learnt, allRows(train), "none", context);
    const after = await fewShotVectors(space, learnt, allRows(train), "some", context);
    learnt.forEach((is, item) => {
      if (is === 0) assert.deepEqual(row(after, item), row(before, item));
      else if (counts[item] > 0) assert.notDeepEqual(row(after, item), row(before, item));
    });
    const users = space.userVectors.dataSync<"float32">();
    const loss = (items: Float32Array): number => {
      let sum = 0;
      train.users.forEach((user, at) => {
        const scores = Array.from(counts, (_, item) =>
          row(items, item).reduce((total, value, place) => total + value * users[4 * user + place], 0),
        );
        const normaliser = Math.log(scores.reduce((total, score) => total + Math.exp(score), 0));
        sum += normaliser - scores[train.items[at]];
      });
      return sum / train.users.length;
    };
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
    const space = randomSpace(1);
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
    const space = randomSpace(1);
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

describe("F for item vectors", () => {
  test("starts as the identity exactly", () => {
    const map = vectorMap(4, 6, "residual");
    const parameters = new Parameters(map.initialise(0));
    const vectors = randomValues(20, "vectors");
    const mapped = plainResult(() =>
      map
        .apply(parameters.read(), tf.tensor2d(vectors, [5, 4]), tf.tensor1d([0, 1, 2, 8, 70000]))
        .dataSync<"float32">()
        .slice(),
    );
    parameters.dispose();
    assert.deepEqual(mapped, vectors);
  });

  test("maps equal vectors differently at different counts, computed in doubles", () => {
    const map = vectorMap(4, 6, "residual");
    const initial = map.initialise(0);
    const arrays = Object.fromEntries(
      Object.entries(initial).map(([name, { shape, values }]) => [
        name,
        { shape, values: randomValues(values.length, name) },
      ]),
    );
    const parameters = new Parameters(arrays);
    const samples = [0, 1, 2, 3, 8, 1000, 70000];
    const vectors = Array.from({ length: 2 }, (_, index) => row(randomValues(8, "vectors"), index));
    for (const vector of vectors) {
      const mapped = plainResult(() =>
        map
          .apply(parameters.read(), tf.tensor2d(samples.map(() => vector)), tf.tensor1d(samples))
          .arraySync(),
      );
      samples.forEach((count, index) => {
        mapByHand(arrays, vector, count).forEach((value, at) =>
          assert.ok(
            Math.abs(mapped[index][at] - value) < 1e-5 * (1 + Math.abs(value)),
            `${count} samples: ${mapped[index][at]}, not ${value}`,
          ),
        );
      });
      assert.deepEqual(mapped[0], mapped[1], "no sample is as one");
      assert.equal(new Set(mapped.map(String)).size, samples.length - 1);
    }
    parameters.dispose();
  });

  test("learns a shift that few shots leave, on items that it is not taught by, and from their own ends nothing", async () => {
    const space = randomSpace(1);
    const items = Int32Array.from(counts.keys());
    const shift = [0.8, -0.5, 0.3, 0.6];
    const many = space.manyShot.dataSync<"float32">().slice();
    const pairs = {
      fewShot: many.map((value, at) => value - shift[at % 4]),
      items,
      shots: items.map(() => 2),
    };
    const heldOut = Uint8Array.from(items, (item) => (item % 4 === 0 ? 1 : 0));
    const isTail = Uint8Array.from(counts, (count) => (count < 16 ? 1 : 0));
    const settings = {
      ...mirecItems({ ...small, mapEpochs: 100, patience: 100, lambda: 0 }).options,
    };
    const run = (goal: UserSpace["cold"]): ReturnType<typeof trainVectorMap> =>
      expectNoLeakedTensors(() =>
        trainVectorMap(
          unwatched,
          { ...space, manyShot: goal },
          pairs,
          many,
          isTail,
          heldOut,
          settings as unknown as MirecItemsOptions,
          context,
        ),
      );
    const outcome = await run(space.manyShot);
    const { remainingDistance } = outcome.report;
    assert.ok(remainingDistance! < 0.5, `${remainingDistance} of the distance remains`);
    counts.forEach((count, item) => {
      const same = assert.deepEqual.bind(null, row(outcome.mapped.itemVectors, item), row(many, item));
      if (count >= 16) same();
      else assert.throws(same, `tail item ${item} is not mapped`);
    });
    const moved = tf.tensor2d(
      many.map((value, at) => (heldOut[Math.floor(at / 4)] ? value + 1 : value)),
      [train.itemCount, 4],
    );
    const other = await run(moved);
    assert.deepEqual(other.parameters, outcome.parameters);
    assert.notEqual(other.report.remainingDistance, remainingDistance);
    tf.dispose(moved);
    space.dispose();
  });

  test("is taught by Eq 5 per item, with the tail mapped at its own counts and the head kept, computed in doubles", async () => {
    const space = randomSpace(1);
    const all = { ...space, batchSize: train.users.length };
    const manyShot = space.manyShot.dataSync<"float32">().slice();
    const users = space.userVectors.dataSync<"float32">().slice();
    const own = randomValues(manyShot.length, "own");
    const isTail = Uint8Array.from(counts, (count) => (count < 16 ? 1 : 0));
    const heldOut = Uint8Array.from(counts.keys(), (item) => (item % 4 === 0 ? 1 : 0));
    const head = [...counts.keys()].filter((item) => isTail[item] === 0);
    const items = Int32Array.from([...head, ...head]);
    const shots = items.map((_, pair) => (pair < head.length ? 2 : 8));
    const pairs = { fewShot: randomValues(4 * items.length, "few-shot"), items, shots };
    const lambda = 0.6;
    const trained = (mapEpochs: number): ReturnType<typeof trainVectorMap> => {
      // Steps so large take F far enough from the identity for every number that it reads to count.
      const { options } = mirecItems({ ...small, learningRate: 0.5, lambda, mapEpochs });
      const settings = options as unknown as MirecItemsOptions;
      return trainVectorMap(unwatched, all, pairs, own, isTail, heldOut, settings, context);
    };
    // All pairs and samples are one batch, and F is as the third step left it when the loss of the fourth is computed.
    const { parameters, mapped, reached } = await trained(3);
    const { history } = await trained(4);
    const byHand = Array.from(items, (_, pair) =>
      mapByHand(parameters, row(pairs.fewShot, pair), shots[pair]),
    );
    const distances = byHand
      .map((vector, pair) =>
        vector.reduce((sum, value, at) => sum + (value - manyShot[4 * items[pair] + at]) ** 2, 0),
      )
      .filter((_, pair) => heldOut[items[pair]] === 0);
    const served = Array.from(counts, (count, item) =>
      isTail[item] ? mapByHand(parameters, row(own, item), count) : row(own, item),
    );
    const losses = Array.from(train.users, (user, sample) => {
      const scores = served.map((vector) =>
        vector.reduce((sum, value, at) => sum + value * users[4 * user + at], 0),
      );
      const normaliser = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
      return normaliser - scores[train.items[sample]];
    });
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const expected = mean(distances) + lambda * mean(losses);
    const { loss } = history[3];
    assert.ok(Math.abs(loss - expected) < 1e-5 * expected, `${loss}, not ${expected}`);
    for (const [what, found, byHandOf] of [
      ["served vectors", mapped.itemVectors, served],
      ["pairs", reached, byHand],
    ] as const) {
      byHandOf.flat().forEach((value, at) => {
        const told = `number ${at} of the ${what}: ${found[at]}, not ${value}`;
        assert.ok(Math.abs(found[at] - value) < 1e-4, told);
      });
    }
    space.dispose();
  });

  test("takes the batches of its prediction loss from the space, not from the base-learner", async () => {
    const space = randomSpace(1);
    const fewShot = space.manyShot.dataSync<"float32">().slice();
    const items = Int32Array.from(counts.keys());
    const none = new Uint8Array(counts.length);
    const { options } = mirecItems({ ...small, mapEpochs: 1 });
    const learnt = async (batchSize: number): Promise<number> => {
      const { parameters } = await trainVectorMap(
        unwatched,
        { ...space, batchSize },
        { fewShot, items, shots: items.map(() => 2) },
        fewShot,
        none.map(() => 1),
        none,
        options as unknown as MirecItemsOptions,
        context,
      );
      return parameters["map.out.bias"].values[0];
    };
    assert.notEqual(await learnt(64), await learnt(256));
    space.dispose();
  });
});

describe("mirec-items", () => {
  test("has the two-tower as its many-shot model, to the last rank", async () => {
    const model = await fit(mirecItems(small), split, { seed: 2 });
    const base = await fit(twoTower(towers), split, { seed: 2 });
    assert.deepEqual(rank(model.manyShot, split, "test").ranks, rank(base, split, "test").ranks);
  });

  test("with lambda_p = 1 ranks exactly as its many-shot model, with 0 as the mapped one", async () => {
    for (const weight of [0, 1]) {
      const model = await fit(mirecItems({ ...small, blendGrid: [weight] }), split, { seed: 0 });
      const part = weight === 1 ? model.manyShot : model.mapped;
      assert.deepEqual(rank(model, split, "test").ranks, rank(part, split, "test").ranks);
      assert.equal(model.blendWeight, weight);
    }
  });

  test("leaves no tensor behind, ranks the same twice and differently with another seed", async () => {
    const run = (seed: number): Promise<Int32Array> =>
      expectNoLeakedTensors(async () => {
        const model = await fit(mirecItems(small), split, { seed });
        return rank(model.mapped, split, "test").ranks;
      });
    const first = await run(1);
    assert.deepEqual(await run(1), first);
    assert.notDeepEqual(await run(4), first);
  });

  test("keeps the head's vectors, and has the tail's own, unmapped, as its control", async () => {
    const model = await fit(mirecItems(small), split, { seed: 0 });
    const control = model.identityControl!;
    assert.equal(control.map.relativeChange, 0);
    assert.equal(control.map.remainingDistance, 1);
    assert.ok(model.map.relativeChange > 0);
    const { size, itemVectors } = model.manyShot;
    counts.forEach((count, item) => {
      const own = (vectors: Float32Array): Float32Array => vectors.slice(item * size, (item + 1) * size);
      const [base, mapped, unmapped] = [
        itemVectors,
        model.mapped.itemVectors,
        control.mapped.itemVectors,
      ].map(own);
      if (count >= small.k!) assert.deepEqual([mapped, unmapped], [base, base]);
      else assert.notDeepEqual(mapped, unmapped);
    });
    const alone = await fit(mirecItems({ ...small, form: "identity" }), split, { seed: 0 });
    assert.deepEqual(alone.mapped, control.mapped);
    assert.equal(alone.identityControl, null);
  });

  test("tells what F was taught by, and how near to the many-shot vectors it came, as its report has it", async () => {
    const model = await fit(mirecItems(small), split, { seed: 0 });
    const { teaching, manyShot, map } = model;
    const { size, itemVectors } = manyShot;
    const distance = (table: Float32Array, pair: number): number =>
      Math.hypot(
        ...Array.from({ length: size }, (_, at) => {
          return table[pair * size + at] - itemVectors[teaching.items[pair] * size + at];
        }),
      );
    const kept = [...teaching.items.keys()].filter((pair) => teaching.heldOut[pair] === 1);
    const all = (table: Float32Array): number => Math.hypot(...kept.map((pair) => distance(table, pair)));
    const remaining = all(teaching.reached) / all(teaching.fewShot);
    assert.ok(Math.abs(remaining - map.remainingDistance!) < 1e-4, `${remaining}, ${map.remainingDistance}`);
    const distances = teachingDistances(teaching, manyShot);
    assert.equal(
      distances.reduce((sum, { items }) => sum + items, 0),
      kept.length,
    );
    for (const { shots, before, remaining: left } of distances) {
      assert.ok(before.lowQuarter <= before.median && before.median <= before.highQuarter);
      assert.ok(left > 0, `${shots} shots`);
    }
    const taught = teachingDistances(teaching, manyShot, { heldOut: false });
    assert.deepEqual(
      taught.map(({ shots }) => shots),
      small.shots,
    );
    const identity = await fit(mirecItems({ ...small, form: "identity" }), split, { seed: 0 });
    assert.deepEqual(identity.teaching.reached, teaching.fewShot);
    const unmoved = teachingDistances(identity.teaching, identity.manyShot);
    assert.deepEqual(
      unmoved.map(({ remaining: left }) => left),
      unmoved.map(() => 1),
    );
  });

  test("says which option to lower where few-shot vectors stop being numbers", async () => {
    const diverging = mirecItems({ ...small, vectorLearningRate: 1e38 });
    await expectNoLeakedTensors(() =>
      assert.rejects(fit(diverging, split), /lower vectorLearningRate \(now 1e\+38\)/),
    );
  });

  test("tells how far it is in the few-shot phase, as one run counted on", async () => {
    const told: string[] = [];
    await fit(mirecItems(small), split, {
      onProgress: ({ label, epoch, epochs, done }) => {
        if (label === "mirec-items, few-shot vectors")
          told.push(`${epoch} of ${epochs}${done ? ", done" : ""}`);
      },
    });
    const runs = 4 * 2;
    assert.deepEqual(
      told,
      Array.from(
        { length: runs * 2 },
        (_, at) => `${at + 1} of ${runs * 2}${at + 1 === runs * 2 ? ", done" : ""}`,
      ),
    );
  });

  test("refuses an unknown option, naming the nearest", () => {
    assert.throws(
      () => mirecItems({ vectorEpoch: 1 } as Partial<MirecItemsOptions>),
      /mirec-items has no option "vectorEpoch"; did you mean "vectorEpochs"/,
    );
  });
});

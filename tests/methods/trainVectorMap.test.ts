import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Parameters, plainResult, tf, type ParameterArrays } from "../../lib/engine";
import { mirecItems, type MirecItemsOptions } from "../../lib/methods";
import { trainVectorMap } from "../../lib/methods/mirecItems/trainVectorMap";
import type { UserSpace } from "../../lib/methods/mirecItems/userSpace";
import { vectorMap } from "../../lib/methods/mirecItems/vectorMap";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { context, counts, spaceOfTrain, row, small, train, unwatched } from "./mirecItemsFixtures";
import { randomValues } from "./randomSpace";

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
    const space = spaceOfTrain(1);
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
    const space = spaceOfTrain(1);
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
    const space = spaceOfTrain(1);
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

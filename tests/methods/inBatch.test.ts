import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { noDropout, Parameters, tf, valueAndGradients } from "../../lib/engine";
import { rank, type VectorScorer } from "../../lib/evaluation";
import { itemShares, type CandidateOptions } from "../../lib/losses";
import {
  baseLearnerOptions,
  head2tail,
  logq,
  methodNamed,
  mirec,
  predictionLoss,
  twoTower,
} from "../../lib/methods";
import type { TwoTowerOptions } from "../../lib/methods";
import { twoTowerModel } from "../../lib/models";
import { leaveLastOut } from "../../lib/splitting";
import { fit, type Method } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";
import { smallTowers } from "./smallTowers";

const split = leaveLastOut(tastefulInteractions({ users: 200 }));
const { train } = split;
const p = itemShares(train);
const small: Partial<TwoTowerOptions> = {
  ...smallTowers,
  epochs: 3,
};
const choices: Partial<CandidateOptions>[] = [
  { candidates: "batch" },
  { candidates: "batch", duplicates: "once", otherPositives: "masked" },
  { candidates: "batch", frequency: "streamed" },
  { candidates: "drawn", draws: 24 },
  { candidates: "drawn", draws: 24, duplicates: "once", drawExponent: 0.5, otherPositives: "masked" },
];

describe("the candidates of the base-learner", () => {
  for (const choice of choices) {
    test(`${JSON.stringify(choice)}: same seed, same ranks; another seed, others; no tensor left behind`, async () => {
      const ranks = (seed: number): Promise<Int32Array> =>
        expectNoLeakedTensors(
          async () =>
            rank(await fit(twoTower({ ...small, ...choice }), split, { seed }), split, "test").ranks,
        );
      const first = await ranks(3);
      assert.deepEqual(await ranks(3), first);
      assert.notDeepEqual(await ranks(4), first);
    });
  }

  test("are taken by the other base-learner methods and by both phases of MIRec", async () => {
    const batch = { ...small, candidates: "batch" } as const;
    const pairs: [Method, Method][] = [
      [methodNamed<string>("class-balance", small), methodNamed<string>("class-balance", batch)],
      [head2tail({ ...small, k: 20 }), head2tail({ ...batch, k: 20 })],
    ];
    for (const [exact, inBatch] of pairs) {
      const losses = async (method: Method): Promise<number[]> =>
        (await fit(method, split)).history.map(({ loss }) => loss);
      assert.notDeepEqual(await losses(inBatch), await losses(exact));
    }
    const options = { k: 20, fewShotEpochs: 2, identityControl: false };
    const exact = await fit(mirec({ ...small, ...options }), split);
    const inBatch = await expectNoLeakedTensors(() => fit(mirec({ ...batch, ...options }), split));
    for (const epoch of [0, 3]) assert.notEqual(inBatch.history[epoch].loss, exact.history[epoch].loss);
  });

  test("run the item tower once for each item that occurs among them, and for no other", () => {
    const settings = baseLearnerOptions({ ...small, candidates: "batch", batchSize: 16 });
    const model = twoTowerModel(split.data, settings);
    const parameters = new Parameters(model.initialise(0));
    const prediction = predictionLoss(model, train, settings, {});
    const forward = model.item.forward.bind(model.item);
    const asked: (number[] | null)[] = [];
    model.item.forward = (values, entities, dropout) => {
      asked.push(entities && [...entities.entities]);
      return forward(values, entities, dropout);
    };
    const rows = Int32Array.from(train.users.keys());
    const [batch] = prediction.batches(rows, 0, "order");
    const occurring = [...new Set([...batch.rows].map((row) => train.items[row]))];
    tf.tidy(() => {
      const { gradients } = valueAndGradients(
        (values) => prediction.loss(values, batch, noDropout),
        parameters.read(),
      );
      const moved = new Set<number>();
      gradients["item.id"].dataSync().forEach((value, at) => {
        if (value !== 0) moved.add(Math.floor(at / settings.embeddingSize));
      });
      assert.deepEqual([...moved].sort(), occurring.slice().sort());
    });
    assert.deepEqual(asked, [occurring]);
    prediction.dispose();
    parameters.dispose();
    model.dispose();
  });
});

/** How the mean score of an item rises with its log p: regression slope over items. */
function popularitySlope({ userVectors, itemVectors, size }: VectorScorer): number {
  const meanUser = Array.from({ length: size }, (_, at) => {
    let sum = 0;
    for (let user = 0; user < train.userCount; user++) sum += userVectors[user * size + at];
    return sum / train.userCount;
  });
  const scores = Array.from(p, (_, item) =>
    meanUser.reduce((sum, value, at) => sum + value * itemVectors[item * size + at], 0),
  );
  const logShares = Array.from(p, (share) => Math.log(share));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanScore, meanShare] = [mean(scores), mean(logShares)];
  const covariance = mean(logShares.map((share, at) => (share - meanShare) * (scores[at] - meanScore)));
  return covariance / mean(logShares.map((share) => (share - meanShare) ** 2));
}

describe("what is learnt in the batch", () => {
  const options = { ...small, dropout: 0, epochs: 15, patience: 15 };
  const seeds = [0, 1, 2];
  // Without validation positives the last weights are kept: the best epoch would be another for each method.
  const none = new Int32Array(0);
  const withoutValidation = { ...split, validation: { ...split.validation, users: none, items: none } };
  const meanSlope = async (
    method: Method<VectorScorer & Awaited<ReturnType<Method["fit"]>>>,
  ): Promise<number> => {
    let sum = 0;
    for (const seed of seeds) sum += popularitySlope(await fit(method, withoutValidation, { seed }));
    return sum / seeds.length;
  };
  // Scores of the exact softmax rise with log p by about 1.7, those of lambda_c = 1 by about 0.7: one less, as they must.
  const tolerance = 0.4;

  test("without correction is what lambda_c = 1 learns, with it what lambda_c = 0 learns (slope over log p, mean of three seeds, to 0.4)", async () => {
    const exact = await meanSlope(twoTower(options));
    const adjusted = await meanSlope(logq({ ...options, lambdaC: 1 }));
    assert.ok(exact - adjusted > 1.5 * tolerance, `${exact} and ${adjusted} cannot be told apart`);
    const uncorrected = await meanSlope(twoTower({ ...options, candidates: "batch", corrected: false }));
    const corrected = await meanSlope(twoTower({ ...options, candidates: "batch" }));
    assert.ok(Math.abs(uncorrected - adjusted) < tolerance, `${uncorrected} is not ${adjusted}`);
    assert.ok(Math.abs(corrected - exact) < tolerance, `${corrected} is not ${exact}`);
  });

  test("without correction is the same as with it and lambda_c = 1, since log p - log q is 0", async () => {
    const uncorrected = await fit(
      twoTower({ ...options, epochs: 2, candidates: "batch", corrected: false }),
      split,
    );
    const adjusted = await fit(logq({ ...options, epochs: 2, candidates: "batch", lambdaC: 1 }), split);
    uncorrected.history.forEach(({ loss }, epoch) => {
      assert.ok(Math.abs(loss / adjusted.history[epoch].loss - 1) < 1e-4);
    });
  });
});

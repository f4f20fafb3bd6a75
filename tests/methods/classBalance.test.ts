import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { noDropout, Parameters, plainResult, type ParameterArrays } from "../../lib/engine";
import { classBalanceWeights } from "../../lib/losses";
import {
  baseLearnerOptions,
  classBalance,
  predictionLoss,
  towerVectors,
  twoTower,
  type TrainedTwoTower,
} from "../../lib/methods";
import { twoTowerModel } from "../../lib/models";
import { itemCounts, leaveLastOut } from "../../lib/splitting";
import type { Method } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";
import { ownVariant, trainedTo } from "./ownVariant";
import { sampleLoss } from "./sampleLoss";

const split = leaveLastOut(tastefulInteractions());
const { train } = split;
const small = {
  ...{ embeddingSize: 6, featureEmbeddingSize: 4, hiddenSizes: [10], outputSize: 6 },
  ...{ batchSize: 64, epochs: 2, patience: 100, learningRate: 0.01 },
} as const;
/** Neither their mean over a batch is one, nor is the weight of a row that of its item. */
const sampleWeights = Float32Array.from(train.items, (_, row) => (1 + (row % 7)) ** 2 / 8);

/** Parameters so large that some samples are much dearer than others. */
const enlarged = (parameters: ParameterArrays): ParameterArrays =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map((value) => 3 * value) },
    ]),
  );

describe("the weights of samples in the prediction loss", () => {
  for (const batching of ["samples", "users"] as const) {
    test(`multiply each sample's term of Eq 1-2, computed in doubles: batching by ${batching}`, async () => {
      const settings = baseLearnerOptions({ ...small, batching });
      await expectNoLeakedTensors(() => {
        const model = twoTowerModel(split.data, settings);
        const parameters = new Parameters(enlarged(model.initialise(0)));
        const prediction = predictionLoss(model, train, settings, { sampleWeights });
        // Not all rows, so that a row is not its place among them.
        const rows = Int32Array.from(train.users.keys()).filter((row) => row % 3 !== 0);
        const [batch] = prediction.batches(rows, 0, "order");
        assert.equal(batch.userOfSample !== undefined, batching === "users");
        const { value, vectors } = plainResult(() => {
          const values = parameters.read();
          return {
            value: prediction.loss(values, batch, noDropout).dataSync()[0],
            vectors: towerVectors(model, values),
          };
        });

        const terms = Array.from(batch.rows, (row) => sampleLoss(vectors, train, row));
        const weighted = (weightOf: (place: number) => number): number =>
          terms.reduce((sum, term, place) => sum + weightOf(place) * term, 0) / terms.length;
        const expected = weighted((place) => sampleWeights[batch.rows[place]]);
        assert.ok(Math.abs(value / expected - 1) < 1e-5, `${value} is not ${expected}`);

        // What a mistake would give is far enough away to be told from the right value.
        const mistakes = {
          "no weights": weighted(() => 1),
          "weights by place": weighted((place) => sampleWeights[place]),
          "the neighbour's weights": weighted((place) => sampleWeights[batch.rows.at(place - 1)!]),
        };
        for (const [name, wrong] of Object.entries(mistakes))
          assert.ok(Math.abs(wrong / expected - 1) > 1e-3, `${name} would give the same: ${wrong}`);

        prediction.dispose();
        parameters.dispose();
        model.dispose();
      });
    });
  }
});

describe("classBalance", () => {
  const trained = (method: Method<TrainedTwoTower>) => trainedTo(method, split, 3);

  for (const batching of ["samples", "users"] as const) {
    const options = { ...small, batching };

    test(`at beta 0 trains as the two-tower, to the last digit: batching by ${batching}`, async () => {
      const plain = await trained(twoTower(options));
      assert.deepEqual(await trained(classBalance({ ...options, beta: 0 })), plain);
      const balanced = await trained(classBalance({ ...options, beta: 0.9 }));
      assert.notDeepEqual(balanced.parameters, plain.parameters);
      assert.notDeepEqual(balanced.itemVectors, plain.itemVectors);
    });

    test(`is the base-learner with the weights of its beta: batching by ${batching}`, async () => {
      const weights = classBalanceWeights(train.items, itemCounts(train), 0.9);
      const own = ownVariant(options, { sampleWeights: weights });
      assert.deepEqual(await trained(classBalance({ ...options, beta: 0.9 })), await trained(own));
    });
  }
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Rank, Tensor2D } from "@tensorflow/tfjs-node";
import {
  adagrad,
  noDropout,
  Optimiser,
  Parameters,
  plainResult,
  tf,
  valueAndGradients,
  type ParameterArrays,
} from "../../lib/engine";
import { candidateSource, softmaxLoss } from "../../lib/losses";
import { randomStream } from "../../lib/random";
import {
  baseLearnerOptions,
  mirec,
  predictionLoss,
  sampleBatch,
  twoTower,
  type SampleBatch,
} from "../../lib/methods";
import { samplesInSpace } from "../../lib/methods/samplesInSpace";
import { rank } from "../../lib/evaluation";
import { twoTowerModel } from "../../lib/models";
import { leaveLastOut } from "../../lib/splitting";
import { fit, type TrainingTask } from "../../lib/training";
import { takeStep } from "../../lib/training/takeStep";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";
import { smallSizes } from "./smallTowers";

const split = leaveLastOut(tastefulInteractions({ users: 120 }));
const { train } = split;
const small = {
  ...smallSizes,
  batchSize: 32,
  dropout: 0,
} as const;

/** Parameters after three steps of Adagrad, which moves a row that has no gradient by nothing. */
function afterThreeSteps(
  candidates: "all" | "batch" | "drawn",
  optimiser: "adam" | "adagrad",
): ParameterArrays {
  const settings = baseLearnerOptions({
    ...small,
    candidates,
    optimiser,
    ...(candidates === "drawn" ? { draws: 20 } : {}),
  });
  const model = twoTowerModel(split.data, settings);
  const parameters = new Parameters(model.initialise(0));
  const prediction = predictionLoss(model, train, settings, {});
  const rule = new Optimiser(adagrad({ learningRate: 0.1 }), parameters);
  const task = {
    parameters,
    loss: (values, batch, dropout) => prediction.loss(values, batch, dropout),
    touched: (batch: SampleBatch) => batch.touched,
  } as Partial<TrainingTask<SampleBatch>> as TrainingTask<SampleBatch>;
  const batches = prediction.batches(Int32Array.from(train.users.keys()), 0, "order")[Symbol.iterator]();
  for (let step = 0; step < 3; step++) takeStep(task, rule, batches.next().value as SampleBatch, noDropout);
  const after = parameters.snapshot();
  rule.dispose();
  prediction.dispose();
  parameters.dispose();
  model.dispose();
  return after;
}

describe("a batch whose tables are cut to the rows it touches", () => {
  for (const candidates of ["all", "batch", "drawn"] as const) {
    test(`moves the parameters as one that reads the tables whole: ${candidates}`, async () => {
      // The batches of "adam" touch no rows: tables are read, and Adagrad moves them, as a whole.
      const whole = await expectNoLeakedTensors(() => afterThreeSteps(candidates, "adam"));
      const cut = await expectNoLeakedTensors(() => afterThreeSteps(candidates, "adagrad"));
      for (const [name, { values }] of Object.entries(whole)) {
        values.forEach((value, at) =>
          assert.ok(
            Math.abs(cut[name].values[at] - value) < 2e-4,
            `${name} ${at}: ${cut[name].values[at]}, ${value}`,
          ),
        );
      }
    });
  }
});

describe("the option batching", () => {
  for (const optimiser of ["adam", "adagrad"] as const) {
    for (const userCount of [9, 20]) {
      test(`changes neither the loss of a batch of ${userCount} users nor its gradient: ${optimiser}`, async () => {
        const rows = Int32Array.from(train.users.keys()).filter((row) => train.users[row] < userCount);
        const outcome = (batching: "samples" | "users"): Float32Array => {
          const settings = baseLearnerOptions({
            ...small,
            ...{ optimiser, batching, batchSize: rows.length },
          });
          const model = twoTowerModel(split.data, settings);
          const parameters = new Parameters(model.initialise(0));
          const prediction = predictionLoss(model, train, settings, {});
          const source = candidateSource(settings, train).ofEpoch(rows, randomStream(1, "draws"));
          const batch = sampleBatch(rows, source(rows), model, train, settings);
          assert.equal(batch.users.entities.length < rows.length, batching === "users");
          const found = plainResult(() => {
            const touched = Object.fromEntries(
              Object.entries(batch.touched).map(([name, of]) => [name, tf.tensor1d(of, "int32")]),
            );
            const { value, gradients } = valueAndGradients(
              (values) => prediction.loss(values, batch, noDropout),
              parameters.read(touched),
            );
            // Which row of a cut table is whose differs not: both name the users as they occur.
            const all = [value, ...Object.values(gradients)].map((tensor) => tensor.flatten());
            return tf.concat1d(all).dataSync<"float32">().slice();
          });
          prediction.dispose();
          parameters.dispose();
          model.dispose();
          return found;
        };
        const [bySample, byUser] = await expectNoLeakedTensors(() => [outcome("samples"), outcome("users")]);
        assert.equal(byUser.length, bySample.length);
        byUser.forEach((value, at) => assert.ok(Math.abs(value - bySample[at]) < 1e-5, `${at}`));
      });
    }
  }

  test("is for the softmax over all items, with every other positive kept", () => {
    for (const wrong of [
      { candidates: "batch" },
      { candidates: "drawn" },
      { otherPositives: "masked" },
    ] as const)
      assert.throws(() => twoTower({ batching: "users", ...wrong }), /"batching" is "users", which is for/);
  });

  test("gives the fixed users of a space the same loss and gradients", () => {
    const rows = Int32Array.from({ length: 200 }, (_, row) => row);
    const outcome = (batching: "samples" | "users"): Float32Array =>
      plainResult(() => {
        const userVectors = tf.randomNormal<Rank.R2>([train.userCount, 4], 0, 1, "float32", 7);
        const items = tf.randomNormal<Rank.R2>([train.itemCount, 4], 0, 1, "float32", 8);
        const samples = samplesInSpace({ train, userVectors, batching }, rows);
        const { value, gradients } = valueAndGradients(
          (values) => softmaxLoss({ ...samples, items: values.items as Tensor2D }),
          { items },
        );
        return tf.concat1d([value.flatten(), gradients.items.flatten()]).dataSync<"float32">().slice();
      });
    const bySample = outcome("samples");
    outcome("users").forEach((value, at) => assert.ok(Math.abs(value - bySample[at]) < 1e-5, `${at}`));
  });
});

describe("the option optimiser", () => {
  for (const optimiser of ["lazy-adam", "adagrad"] as const) {
    for (const candidates of ["all", "batch", "drawn"] as const) {
      test(`${optimiser} over ${candidates} candidates learns, and the same for the same seed`, async () => {
        const options = { ...small, candidates, optimiser, learningRate: 0.05, epochs: 6 };
        const ranked = async (): Promise<Int32Array> => {
          const model = await fit(twoTower(options), split);
          assert.ok(model.history[model.history.length - 1].loss < model.history[0].loss);
          return rank(model, split, "test").ranks;
        };
        assert.deepEqual(await expectNoLeakedTensors(ranked), await ranked());
      });
    }
  }

  test("trains both phases of MIRec, and contradicts Algorithm 1, which steps by itself", async () => {
    const options = {
      ...small,
      candidates: "batch",
      optimiser: "lazy-adam",
      k: 10,
      epochs: 2,
      fewShotEpochs: 2,
    } as const;
    assert.equal((await expectNoLeakedTensors(() => fit(mirec(options), split))).history.length, 4);
    assert.throws(
      () => mirec({ optimiser: "adagrad", update: "algorithm1" }),
      /"optimiser" is "adagrad", but update/,
    );
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rank } from "../../lib/evaluation";
import { mirecItems, mirecStages, type BaseLearnerOptions, type MirecItemsOptions } from "../../lib/methods";
import type { BlendedTransfer } from "../../lib/methods/mirec";
import type { TrainedTwoTower } from "../../lib/methods/trainBaseLearner";
import { transferBatches, type TransferBatchingOptions } from "../../lib/methods/transferBatches";
import { fit, type Method, type TrainingResult } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { small as smallStages, split, towers } from "./stagesFixtures";

type Transferred = TrainingResult & BlendedTransfer & { readonly manyShot: TrainedTwoTower };
/** Options that both methods have. */
type Options = Partial<BaseLearnerOptions & TransferBatchingOptions> & { readonly form?: "identity" };

const ofItems: Partial<MirecItemsOptions> = {
  ...towers,
  ...{ k: 16, shots: [1, 4], vectorEpochs: 2, mapEpochs: 2, metaHiddenSize: 8 },
};

const methods: Readonly<Record<string, (options: Options) => Method<Transferred>>> = {
  "mirec-items": (options) => mirecItems({ ...ofItems, ...options }),
  "mirec-stages": (options) => mirecStages({ ...smallStages["item-vectors"], ...options }),
  "mirec-stages, last layer": (options) => mirecStages({ ...smallStages["last-layer"], ...options }),
};

const mostDifference = (one: Float32Array, other: Float32Array): number =>
  one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at])), 0);

describe("the option transferBatching", () => {
  test("is named where batching by users contradicts a batch's candidates", () => {
    for (const method of [mirecItems, mirecStages])
      assert.throws(
        () => method({ candidates: "batch", batching: "users" }),
        /leave it out, or say so in option "transferBatching"/,
      );
  });

  test("is the base-learner's where nothing else is said, and so is transferBatchSize", () => {
    const options = mirecItems().options as unknown as MirecItemsOptions;
    assert.deepEqual(transferBatches(options), { batching: "samples", batchSize: 1024 });
    assert.deepEqual(transferBatches({ ...options, transferBatching: "users" }), {
      batching: "users",
      batchSize: 1024,
    });
    assert.deepEqual(transferBatches({ ...options, transferBatchSize: 64 }), {
      batching: "samples",
      batchSize: 64,
    });
  });

  for (const [name, method] of Object.entries(methods)) {
    test(`goes with a batch's candidates and leaves the two-tower as it is: ${name}`, async () => {
      const trained = (options: Options): Promise<Transferred> =>
        expectNoLeakedTensors(() => fit(method({ candidates: "batch", ...options }), split, { seed: 0 }));
      const bySamples = await trained({});
      const byUsers = await trained({ transferBatching: "users" });
      assert.deepEqual(byUsers.manyShot.parameters, bySamples.manyShot.parameters);
      const ranks = ({ mapped }: Transferred): Int32Array => rank(mapped, split, "test").ranks;
      assert.notDeepEqual(ranks(byUsers), ranks(bySamples));
    });

    test(`learns the same from a batch of all samples, however it is made: ${name}`, async () => {
      const unmapped = async (transferBatching: "samples" | "users"): Promise<Float32Array> => {
        const transferBatchSize = split.train.users.length;
        const options = { form: "identity", transferBatching, transferBatchSize } as const;
        const model = await fit(method(options), split, { seed: 0 });
        return model.mapped.itemVectors;
      };
      const [one, other] = [await unmapped("samples"), await unmapped("users")];
      assert.ok(mostDifference(one, other) < 1e-3, `${mostDifference(one, other)}`);
    });
  }
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Parameters, plainResult, tf, type ParameterArrays } from "../../lib/engine";
import { rank } from "../../lib/evaluation";
import { mirecStages, twoTower, type MirecStagesOptions } from "../../lib/methods";
import { blockChain, entryBlock } from "../../lib/methods/mirecStages/blockChain";
import { randomStream } from "../../lib/random";
import { leaveLastOut } from "../../lib/splitting";
import { fit } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { tastefulInteractions } from "../fixtures";

const split = leaveLastOut(tastefulInteractions({ users: 120, items: 80 }));
const towers = {
  embeddingSize: 8,
  featureEmbeddingSize: 4,
  hiddenSizes: [16],
  outputSize: 8,
  batchSize: 128,
  learningRate: 0.01,
  epochs: 4,
};
const small: Partial<MirecStagesOptions> = {
  ...towers,
  doublings: 4,
  vectorEpochs: 2,
  layerEpochs: 2,
  layerDraws: 1,
  blockEpochs: 2,
  metaHiddenSize: 8,
};
const readings = ["item-vectors", "last-layer"] as const;

/** Parameters of a chain drawn at random in all their numbers, so that no block is the identity. */
function randomChain(chain: ReturnType<typeof blockChain>): ParameterArrays {
  const random = randomStream(3, "test");
  return Object.fromEntries(
    Object.entries(chain.initialise(0)).map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map(() => 0.5 * random.normal()) },
    ]),
  );
}

/** Rows after the chain, and after their first block. */
function runChain(
  chain: ReturnType<typeof blockChain>,
  arrays: ParameterArrays,
  rows: readonly (readonly number[])[],
  entry: readonly number[],
  from?: number,
): { reached: number[][]; firstStep: number[][] } {
  const parameters = new Parameters(arrays);
  try {
    return plainResult(() => {
      const output = chain.apply(
        parameters.read(),
        tf.tensor2d(rows.map((row) => [...row])),
        tf.tensor1d([...entry]),
        from,
      );
      return { reached: output.reached.arraySync(), firstStep: output.firstStep.arraySync() };
    });
  } finally {
    parameters.dispose();
  }
}

/** v + f(v; w_i) in doubles, written out. */
function blockByHand(arrays: ParameterArrays, block: number, row: readonly number[]): number[] {
  const leaky = (values: readonly number[]): number[] =>
    values.map((value) => (value > 0 ? value : 0.01 * value));
  const dense = (input: readonly number[], layer: string): number[] => {
    const weight = arrays[`stages.${block}.${layer}.weight`];
    const bias = arrays[`stages.${block}.${layer}.bias`].values;
    return Array.from(bias, (start, output) =>
      input.reduce((sum, value, at) => sum + value * weight.values[at * bias.length + output], start),
    );
  };
  return dense(leaky(dense(leaky(row), "in")), "out").map((value, at) => row[at] + value);
}

describe("the entry of an item into the chain", () => {
  test("is floor(log2 n), and past the last block for many samples", () => {
    assert.deepEqual(
      [1, 2, 3, 4, 7, 8, 15, 16, 1000].map((count) => entryBlock(count, 4)),
      [0, 1, 1, 2, 2, 3, 3, 4, 4],
    );
  });

  test("is the first block for an item without a sample", () => {
    assert.equal(entryBlock(0, 4), 0);
  });
});

describe("the chain of blocks", () => {
  const rows = Array.from({ length: 6 }, (_, row) => {
    const random = randomStream(row, "rows");
    return Array.from({ length: 5 }, () => Math.fround(random.normal()));
  });

  test("is the identity exactly before it is trained, whatever enters where", () => {
    const chain = blockChain(4, 5, 7);
    const { reached, firstStep } = runChain(chain, chain.initialise(1), rows, [0, 1, 2, 3, 4, 0]);
    assert.deepEqual(reached, rows);
    assert.deepEqual(firstStep, rows);
  });

  test("F_i equals the blocks from i on composed by hand", () => {
    const chain = blockChain(4, 5, 7);
    const arrays = randomChain(chain);
    const entry = [0, 1, 2, 3, 4, 2];
    const { reached, firstStep } = runChain(chain, arrays, rows, entry);
    rows.forEach((row, index) => {
      let expected: number[] = row;
      for (let block = entry[index]; block < 4; block++) {
        expected = blockByHand(arrays, block, expected);
        if (block > entry[index]) continue;
        expected.forEach((value, at) => {
          assert.ok(Math.abs(firstStep[index][at] - value) < 1e-5 * (1 + Math.abs(value)));
        });
      }
      expected.forEach((value, at) => {
        const difference = Math.abs(reached[index][at] - value);
        assert.ok(
          difference < 1e-4 * (1 + Math.abs(value)),
          `row ${index}: ${reached[index][at]}, not ${value}`,
        );
      });
    });
    assert.deepEqual(reached[4], rows[4], "what enters past the last block stays");
    assert.notDeepEqual(reached[2], reached[5]);
  });

  test("leaves out the blocks before the one that it is told to start from", () => {
    const chain = blockChain(3, 5, 7);
    const arrays = randomChain(chain);
    const all = runChain(chain, arrays, rows, [1, 1, 1, 1, 1, 1]).reached;
    assert.deepEqual(runChain(chain, arrays, rows, [0, 0, 0, 0, 0, 0], 1).reached, all);
  });
});

describe("mirec-stages", () => {
  for (const reading of readings) {
    describe(`on ${reading}`, () => {
      const options: Partial<MirecStagesOptions> = { ...small, reading };

      test("has the two-tower as its many-shot model, to the last rank", async () => {
        const model = await fit(mirecStages(options), split, { seed: 2 });
        const base = await fit(twoTower(towers), split, { seed: 2 });
        assert.deepEqual(rank(model.manyShot, split, "test").ranks, rank(base, split, "test").ranks);
      });

      test("with lambda_p = 1 ranks exactly as its many-shot model, with 0 as the mapped one", async () => {
        for (const weight of [0, 1]) {
          const model = await fit(mirecStages({ ...options, blendGrid: [weight] }), split, { seed: 0 });
          const part = weight === 1 ? model.manyShot : model.mapped;
          assert.deepEqual(rank(model, split, "test").ranks, rank(part, split, "test").ranks);
          assert.equal(model.blendWeight, weight);
        }
      });

      test("leaves no tensor behind, ranks the same twice and differently with another seed", async () => {
        const run = (seed: number): Promise<Int32Array> =>
          expectNoLeakedTensors(async () => {
            const model = await fit(mirecStages(options), split, { seed });
            return rank(model.mapped, split, "test").ranks;
          });
        const first = await run(1);
        assert.deepEqual(await run(1), first);
        assert.notDeepEqual(await run(4), first);
      });

      test("brings what was kept from the chain nearer to the many-shot end; the identity does not", async () => {
        const learning: Partial<MirecStagesOptions> = {
          ...options,
          lambda: 0,
          epochs: 15,
          blockEpochs: 15,
          heldOutShare: 0.3,
          // The weights after the last epoch, not the best on validation, are what the chain was trained to.
          monitor: "HR@80",
        };
        const { map, identityControl } = await fit(mirecStages(learning), split, { seed: 0 });
        assert.ok(map.relativeChange > 0.01, `the chain moves what is served by ${map.relativeChange}`);
        assert.ok(map.remainingDistance! < 0.95, `${map.remainingDistance} of the distance remains`);
        assert.deepEqual(
          map.blocks.map(({ shots }) => shots),
          [1, 2, 4, 8],
        );
        for (const { shots, relativeChange } of map.blocks) {
          assert.ok(relativeChange! > 0, `the block of ${shots} does nothing`);
        }
        assert.equal(identityControl?.map.relativeChange, 0);
        assert.equal(identityControl.map.remainingDistance, 1);
        for (const block of identityControl.map.blocks) {
          assert.deepEqual([block.relativeChange, block.remainingDistance], [0, 1]);
        }
      });

      test("without training the chain is its own control", async () => {
        const chain = await fit(mirecStages({ ...options, form: "identity" }), split, { seed: 0 });
        const control = (await fit(mirecStages(options), split, { seed: 0 })).identityControl;
        assert.deepEqual(chain.mapped, control?.mapped);
        assert.equal(chain.identityControl, null);
      });

      test("keeps the vectors of items with 2^doublings samples, and of no other", async () => {
        const { manyShot, mapped } = await fit(mirecStages(options), split, { seed: 0 });
        const counts = new Map<number, number>();
        for (const item of split.train.items) counts.set(item, (counts.get(item) ?? 0) + 1);
        for (let item = 0; item < split.train.itemCount; item++) {
          const own = (vectors: Float32Array): Float32Array => vectors.slice(item * 8, item * 8 + 8);
          const same = assert.deepEqual.bind(null, own(mapped.itemVectors), own(manyShot.itemVectors));
          if ((counts.get(item) ?? 0) >= 16) same();
          else assert.throws(same, `item ${item}`);
        }
      });

      test("trains with the later blocks fixed and each block drawn to the next doubling", async () => {
        const variant = { ...options, fineTune: false, doublingWeight: 1 };
        const model = await expectNoLeakedTensors(() => fit(mirecStages(variant), split));
        assert.ok(model.map.relativeChange > 0);
      });

      test("says which option to lower where what is learnt from few shots stops being numbers", async () => {
        const diverging = mirecStages({ ...options, fewShotLearningRate: 1e38 });
        await expectNoLeakedTensors(() =>
          assert.rejects(fit(diverging, split), /lower fewShotLearningRate \(now 1e\+38\)/),
        );
      });
    });
  }

  test("takes data with no item of 2^doublings samples: then no vector teaches, and F is the identity", async () => {
    const { map } = await fit(mirecStages({ ...small, doublings: 12 }), split);
    assert.equal(map.relativeChange, 0);
    assert.equal(map.remainingDistance, null);
  });

  test("refuses an unknown option and an unknown reading, naming the nearest", () => {
    assert.throws(
      () => mirecStages({ doubling: 1 } as Partial<MirecStagesOptions>),
      /mirec-stages has no option "doubling"; did you mean "doublings"/,
    );
    assert.throws(
      () => mirecStages({ reading: "last-layers" } as unknown as Partial<MirecStagesOptions>),
      /Option "reading" of mirec-stages is "last-layers".*did you mean "last-layer"\?/,
    );
  });
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tf } from "../../lib/engine";
import { mirecStages, type MirecStagesOptions } from "../../lib/methods";
import { blockChain } from "../../lib/methods/mirecStages/blockChain";
import type { StagedParameters } from "../../lib/methods/mirecStages/stagedParameters";
import { trainChain, type ChainOutcome } from "../../lib/methods/mirecStages/trainChain";
import { randomStream } from "../../lib/random";
import { type OnProgress } from "../../lib/training";
import { expectNoLeakedTensors } from "../expectNoLeakedTensors";
import { runChain, small, split, towers, unwatched } from "./stagesFixtures";

/** The i-th of some rows. */
const rowAt = (table: Float32Array, index: number, size: number): Float32Array =>
  table.slice(index * size, (index + 1) * size);

describe("training the chain", () => {
  const size = 4;
  const blocks = 3;
  const shift = [0.8, -0.5, 0.3, 0.6];
  const { itemCount, userCount } = split.train;

  /** Vectors that lack as much of a shift as blocks are before them; a fourth of the items is held out. */
  function lackingVectors(heldOutShift = 0): StagedParameters {
    const random = randomStream(5, "vectors");
    const many = Float32Array.from({ length: itemCount * size }, () => random.normal());
    const pairs = Array.from({ length: blocks * itemCount }, (_, row) => [
      row % itemCount,
      Math.floor(row / itemCount),
    ]);
    const table = (value: (item: number, block: number, at: number) => number): Float32Array =>
      Float32Array.from(pairs.flatMap(([item, block]) => shift.map((_, at) => value(item, block, at))));
    const heldOut = (item: number): number => (item % 4 === 0 ? 1 : 0);
    const after = (item: number, block: number, at: number): number =>
      many[item * size + at] - (blocks - block) * shift[at];
    return {
      size,
      teaching: {
        fewShot: table(after),
        doubled: table((item, block, at) => after(item, block + 1, at)),
        manyShot: table((item, _, at) => many[item * size + at] + heldOut(item) * heldOutShift),
        entry: Int32Array.from(pairs, ([, block]) => block),
        heldOut: Uint8Array.from(pairs, ([item]) => heldOut(item)),
      },
      own: many,
      ownEntry: Int32Array.from({ length: itemCount }, (_, item) => item % (blocks + 1)),
      itemVectors: (mapped) => tf.clone(mapped),
      dispose: () => undefined,
    };
  }

  async function train(
    staged: StagedParameters,
    options: Partial<MirecStagesOptions> = {},
    onProgress: OnProgress = () => undefined,
    batchSize: number = towers.batchSize,
  ): Promise<ChainOutcome> {
    const { options: settings } = mirecStages({
      ...small["item-vectors"],
      doublings: blocks,
      lambda: 0,
      blockEpochs: 15,
      ...options,
    });
    const random = randomStream(6, "users");
    const users = tf.tensor2d(
      Float32Array.from({ length: userCount * size }, () => random.normal()),
      [userCount, size],
    );
    try {
      return await expectNoLeakedTensors(() =>
        trainChain(
          unwatched,
          { train: split.train, userVectors: users, batching: "samples", batchSize },
          staged,
          settings as unknown as MirecStagesOptions,
          { seed: 1, signal: new AbortController().signal, onProgress },
        ),
      );
    } finally {
      users.dispose();
    }
  }

  test("moves vectors that it is not taught by nearer to their many-shot ends, from every entry", async () => {
    const { report } = await train(lackingVectors());
    for (const { shots, remainingDistance } of report.blocks) {
      assert.ok(remainingDistance! < 0.6, `${remainingDistance} of the distance from ${shots} shots remains`);
    }
  });

  test("moves each block's own output to the next doubling where that is asked for", async () => {
    const staged = lackingVectors();
    const rows = [...staged.teaching.heldOut.keys()].filter((row) => staged.teaching.heldOut[row] === 1);
    const table = (values: Float32Array): number[][] => rows.map((row) => [...rowAt(values, row, size)]);
    const [from, goal] = [staged.teaching.fewShot, staged.teaching.doubled].map(table);
    const entry = rows.map((row) => staged.teaching.entry[row]);
    const distance = async (doublingWeight: number): Promise<number> => {
      const { parameters } = await train(staged, { doublingWeight });
      const { firstStep } = runChain(
        blockChain(blocks, size, small["item-vectors"].metaHiddenSize),
        parameters,
        from,
        entry,
      );
      return Math.hypot(
        ...firstStep.flatMap((row, index) => row.map((value, at) => value - goal[index][at])),
      );
    };
    const [free, drawn] = [await distance(0), await distance(3)];
    assert.ok(drawn < 0.8 * free, `${drawn} from the next doubling, ${free} where it is not asked for`);
  });

  test("learns nothing from the ends of what it is measured on", async () => {
    const outcome = await train(lackingVectors());
    const other = await train(lackingVectors(3));
    assert.deepEqual(other.parameters, outcome.parameters);
    assert.notDeepEqual(other.report.blocks, outcome.report.blocks);
  });

  test("takes the batches of its prediction loss from the space, not from the base-learner", async () => {
    const options = { lambda: 1, blockEpochs: 1 };
    const steps = async (batchSize: number): Promise<number> => {
      const { parameters } = await train(lackingVectors(), options, undefined, batchSize);
      return parameters["stages.0.out.bias"].values[0];
    };
    assert.notEqual(await steps(towers.batchSize), await steps(4 * towers.batchSize));
  });

  test("leaves what enters past the last block as it is", async () => {
    const staged = lackingVectors();
    const { mapped } = await train(staged, { lambda: 1 });
    staged.ownEntry.forEach((entry, item) => {
      const same = assert.deepEqual.bind(
        null,
        rowAt(mapped.itemVectors, item, size),
        rowAt(staged.own, item, size),
      );
      if (entry === blocks) same();
      else assert.throws(same);
    });
  });

  test("goes from the last block back to the first, the later ones fixed where fineTune is off", async () => {
    const told: string[] = [];
    const staged = lackingVectors();
    const options: Partial<MirecStagesOptions> = { blockEpochs: 2, fineTune: false };
    const fixed = await train(staged, options, ({ label, done }) => done && told.push(label));
    assert.deepEqual(
      told,
      [4, 2, 1].map((shots) => `mirec-stages, block of ${shots}`),
    );
    assert.equal(fixed.history.length, 2 * blocks);
    // The last block alone, taught by what enters at it, is what it stays when the others follow.
    const { teaching } = staged;
    const others = teaching.heldOut.map((is, row) => (is === 1 || teaching.entry[row] < blocks - 1 ? 1 : 0));
    const alone = await train({ ...staged, teaching: { ...teaching, heldOut: others } }, options);
    const name = "stages.2.out.weight";
    assert.deepEqual(fixed.parameters[name], alone.parameters[name]);
    const tuned = await train(staged, { blockEpochs: 2 });
    assert.notDeepEqual(tuned.parameters[name], alone.parameters[name]);
  });
});

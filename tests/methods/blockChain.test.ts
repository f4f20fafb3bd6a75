import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ParameterArrays } from "../../lib/engine";
import { blockChain, entryBlock } from "../../lib/methods/mirecStages/blockChain";
import { randomStream } from "../../lib/random";
import { runChain } from "./stagesFixtures";

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

import { alternate, measured } from "../harness/alternate";
import type { Bench, Measured } from "../harness/bench";
import { oursProgram, pythonProgram } from "../harness/programs";
import type { Block } from "../harness/side";

/** Largest difference of a metric, a fraction: two scores that differ in the last digit may change places. */
const mostDifference = 1e-4;

function checkMetrics(ours: Block, other: Block): string {
  const theirs = other["metrics"] as Record<string, number>;
  const differences = Object.entries(ours["metrics"] as Record<string, number>).map(([name, value]) => ({
    name,
    value,
    difference: Math.abs(value - theirs[name]),
  }));
  const different = differences.find(({ difference }) => !(difference <= mostDifference));
  if (different) {
    const { name, value } = different;
    throw new Error(
      `The two sides do not compute the same: ${name} is ${value} here and ${theirs[name]} in PyTorch.`,
    );
  }
  const largest = Math.max(...differences.map(({ difference }) => difference));
  return `${differences.length} metrics of both sides agree to ${largest.toExponential(1)}`;
}

/** All users of ML-1M against all items, seen ones masked: ranks, and HR, NDCG and MRR for all, head and tail. */
export const evaluate: Bench = {
  name: "evaluate-ml1m",
  unit: "s",
  needsPython: true,
  targets: [
    { of: "ratio", atMost: 1 },
    { of: "ours", atMost: 0.5 },
  ],
  measure: async ({ prepared, python, pairs = 7 }): Promise<Measured> => {
    const { folder, source } = await prepared("ml-1m");
    const sides = await alternate(
      oursProgram("longtail", "evaluate", folder),
      pythonProgram("PyTorch and numpy", python(), "evaluate", folder),
      { pairs, blockSeconds: 2 },
    );
    return measured(sides, [`data: ${source}`, checkMetrics(sides.ours.blocks[0], sides.other.blocks[0])]);
  },
};

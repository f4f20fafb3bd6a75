import type { OptimiserName } from "longtail";
import type { BenchContext, Measured, PreparedCase } from "../harness/bench";
import { alternate, measured } from "../harness/alternate";
import { oursProgram, pythonProgram } from "../harness/programs";
import { Side } from "../harness/side";

/** What a step's program is told besides the case: the optimiser, and candidates where they are not the case's own. */
export type StepArguments =
  readonly [optimiser: OptimiserName] | readonly [optimiser: OptimiserName, candidates: "drawn"];

/** Largest relative difference of the two sides' losses on the same batches. */
const mostDifference = 1e-4;

/** A block is long against the clock and short against what else the machine may do. */
const blockSeconds = 2;

/** Throws unless both sides compute the same loss. */
async function checkLoss({ python, say }: BenchContext, args: readonly string[]): Promise<string> {
  const ours = await Side.ask<{ loss: number }>(oursProgram("longtail", "steps", "check", ...args));
  const other = await Side.ask<{ loss: number }>(
    pythonProgram("PyTorch", python(), "steps", "check", ...args),
  );
  const difference = Math.abs(ours.loss - other.loss) / Math.abs(other.loss);
  if (!(difference <= mostDifference)) {
    throw new Error(
      `The two sides do not compute the same: on the same batches the loss is ${ours.loss} here and ${other.loss} in PyTorch.`,
    );
  }
  const line = `both sides' loss on the same batches: ${ours.loss.toFixed(6)} and ${other.loss.toFixed(6)}, ${difference.toExponential(1)} apart`;
  say(line);
  return line;
}

/** Our training step against PyTorch's on the same case. */
export async function againstTorch(
  context: BenchContext,
  name: PreparedCase,
  optimiser: OptimiserName,
): Promise<Measured> {
  const { folder, source } = await context.prepared(name);
  const args = [folder, optimiser];
  const same = await checkLoss(context, args);
  const sides = await alternate(
    oursProgram("longtail", "steps", "time", ...args),
    pythonProgram("PyTorch", context.python(), "steps", "time", ...args),
    { pairs: context.pairs ?? 7, blockSeconds },
  );
  return measured(sides, [`data: ${source}`, same]);
}

/** Our training step on one case against our own on another, with the case's own candidates or others. */
export async function againstOurs(
  context: BenchContext,
  [label, name]: readonly [string, PreparedCase],
  [otherLabel, otherName]: readonly [string, PreparedCase],
  ...steps: StepArguments
): Promise<Measured> {
  const sides = await alternate(
    oursProgram(label, "steps", "time", (await context.prepared(name)).folder, ...steps),
    oursProgram(otherLabel, "steps", "time", (await context.prepared(otherName)).folder, ...steps),
    { pairs: context.pairs ?? 7, blockSeconds },
  );
  return measured(sides, []);
}

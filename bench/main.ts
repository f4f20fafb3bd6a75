import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { benches } from "./benches";
import type { Bench, BenchContext, PreparedCase } from "./harness/bench";
import { describeMachine, loadWarning } from "./harness/machine";
import { oursProgram } from "./harness/programs";
import { benchResult, type BenchResult } from "./harness/result";
import { resultsTable } from "./harness/resultsTable";
import { Side } from "./harness/side";

interface Options {
  readonly json?: string;
  readonly pairs?: number;
  readonly full: boolean;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError("It must be a whole number from 1.");
  return number;
}

function chosen(names: readonly string[]): readonly Bench[] {
  const unknown = names.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown !== undefined) {
    const known = benches.map(({ name }) => name).join(", ");
    throw new Error(`There is no bench "${unknown}"; there are ${known}.`);
  }
  return benches.filter(({ name }) => names.length === 0 || names.includes(name));
}

function benchPython(): string {
  const python = process.env["LONGTAIL_BENCH_PYTHON"];
  if (!python) throw new Error("The bench's Python is missing: use npm run bench, which makes it.");
  return python;
}

/** Prepares each case once a run, in a folder that goes when the run ends. */
function preparedIn(folder: string, say: (line: string) => void): BenchContext["prepared"] {
  const made = new Map<PreparedCase, Promise<string>>();
  const make = async (name: PreparedCase): Promise<string> => {
    const target = join(folder, name);
    mkdirSync(target);
    const { source } = await Side.ask<{ source: string }>(oursProgram("longtail", "prepare", name, target));
    say(`case ${name}: ${source}`);
    return target;
  };
  return (name) => {
    const making = made.get(name) ?? make(name);
    made.set(name, making);
    return making;
  };
}

async function run(names: readonly string[], { json, pairs, full }: Options): Promise<void> {
  const wanted = chosen(names);
  const machine = describeMachine();
  const versions: Record<string, string> = { ...machine.versions };
  console.log(
    `${machine.cpu}, ${machine.cores} cores (${machine.threads} used), ${machine.memoryGiB} GiB, ${machine.system}`,
  );
  const warning = loadWarning(machine);
  if (warning) console.log(warning);
  const folder = mkdtempSync(join(tmpdir(), "longtail-bench-"));
  const results: BenchResult[] = [];
  const failures: string[] = [];
  try {
    const say = (line: string): void => console.log(`  ${line}`);
    const context: BenchContext = {
      pairs,
      full,
      python: benchPython,
      prepared: preparedIn(folder, say),
      say,
    };
    for (const bench of wanted) {
      console.log(bench.name);
      try {
        const measured = await bench.measure(context);
        Object.assign(versions, measured.versions);
        results.push(benchResult(bench, measured));
      } catch (error) {
        // The others are still worth their time; the exit code tells.
        failures.push(`${bench.name}: ${(error as Error).message}`);
        say((error as Error).message);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${resultsTable(results)}\n`);
  for (const { name, notes } of results) for (const note of notes) console.log(`${name}: ${note}`);
  console.log(
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(", "),
  );
  if (warning) console.log(warning);
  if (json !== undefined) writeResults(json, { machine: { ...machine, versions }, results });
  if (failures.length > 0) throw new Error(`Not measured: ${failures.join("; ")}`);
}

/** Writes the results whole or not at all. */
function writeResults(file: string, results: object): void {
  const target = resolve(file);
  mkdirSync(dirname(target), { recursive: true });
  const partial = `${target}.partial-${process.pid}`;
  writeFileSync(partial, `${JSON.stringify(results, null, 2)}\n`);
  renameSync(partial, target);
}

new Command("npm run bench --")
  .description("Measures the workbook side by side with PyTorch and others.")
  .argument(
    "[names...]",
    `which benches; all where none is named: ${benches.map(({ name }) => name).join(", ")}`,
  )
  .option("--json <file>", "write the results there as well")
  .option("--pairs <number>", "pairs of blocks, ours and the other side's in turn", wholeNumber)
  .option("--full", "train fit-two-tower to its best epoch, which takes an hour or so", false)
  .action(run)
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { benches } from "./benches";
import type { Bench, BenchContext } from "./harness/bench";
import { describeMachine, loadWarning } from "./harness/machine";
import { preparedIn } from "./harness/preparedCases";
import { benchResult, type BenchResult } from "./harness/result";
import { resultsTable } from "./harness/resultsTable";
import { writeResults } from "./harness/writeResults";

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
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      // The sides end by themselves once nobody speaks to them.
      rmSync(folder, { recursive: true, force: true });
      process.exit(1);
    });
  }
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
  for (const { name, peakBytes } of results) {
    if (!peakBytes) continue;
    const [ours, other] = [peakBytes.ours, peakBytes.other].map((bytes) => `${Math.round(bytes / 1e6)} MB`);
    console.log(`${name}: peak memory ${ours} and ${other}`);
  }
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

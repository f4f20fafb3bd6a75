import { join } from "node:path";
import { runInForeground } from "../foreground.mjs";
import { setUp, steps } from "../setUp.mjs";
import { benchPackages, benchPython } from "../steps/benchPackages.mjs";

/** Benches that measure the workbook against itself or against the clock: they need no other side's packages. */
export const benchesWithoutPython = [
  "inbatch-step-1m-over-10k",
  "inbatch-step-1m-over-10k-adagrad",
  "drawn-step-1m-over-10k",
  "mirec-phase2-over-phase1",
  "kernel-start",
  "progress-cost",
];

/**
 * @param {string[]} args as given to the command
 * @returns {boolean} whether PyTorch and polars are asked for
 */
export function needsPython(args) {
  if (args.includes("--help") || args.includes("-h")) return false;
  const names = args.filter(
    (arg, at) => !arg.startsWith("-") && !["--json", "--pairs"].includes(args[at - 1]),
  );
  return names.length === 0 || names.some((name) => !benchesWithoutPython.includes(name));
}

/**
 * Measures side by side with PyTorch and others, after installing these where they are needed.
 *
 * @param {import("../layout.mjs").Layout} place
 * @param {string[]} args the benches, all of them where none is named; --json FILE, --pairs N, --full
 * @returns {Promise<number>}
 */
export async function bench(place, args) {
  // An interpreter of the reader's own, with PyTorch, numpy and polars, saves the download.
  const own = process.env.LONGTAIL_BENCH_PYTHON;
  await setUp(place, needsPython(args) && !own ? [...steps, benchPackages] : steps);
  const script = join(place.root, "bench", "main.ts");
  return runInForeground(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: place.root,
    env: { ...process.env, LONGTAIL_BENCH_PYTHON: own ?? benchPython(place) },
  });
}

import fs from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { withLock } from "./lock.mjs";
import { StepLine, megabytes, seconds } from "./progress.mjs";
import { existingParent, findPython, findProgram, freeBytes } from "./requirements.mjs";
import { stopChildren } from "./runLogged.mjs";
import { notebookKernel } from "./steps/notebookKernel.mjs";
import { nativeEngine } from "./steps/nativeEngine.mjs";
import { nodePackages, npmCommand } from "./steps/nodePackages.mjs";
import { pythonPackages } from "./steps/pythonPackages.mjs";

/** In the order in which they need each other. */
export const steps = [nodePackages, pythonPackages, nativeEngine, notebookKernel];

/**
 * Does what is left to do, and nothing else. May be stopped at any moment and run again.
 *
 * @param {import("./layout.mjs").Layout} place
 * @param {import("./steps/step.mjs").Step[]} [all]
 */
export async function setUp(place, all = steps) {
  const started = Date.now();
  const due = all.filter((step) => !step.ready(place));
  if (due.length === 0) return;
  const forget = stopTidily();
  process.stderr.write(`Set-up of ${place.root}\n`);
  checkRequirements(place, due);
  await withLock(
    join(place.work, "lock"),
    async () => {
      for (const step of all) if (!step.ready(place)) await runStep(step, place);
    },
    (holder) => {
      process.stderr.write(
        `  Waiting for another set-up of this checkout (process ${holder.pid}) to end ...\n`,
      );
    },
  );
  forget();
  process.stderr.write(`Set-up is complete (${seconds(Date.now() - started)}).\n\n`);
}

/**
 * @param {import("./steps/step.mjs").Step} step
 * @param {import("./layout.mjs").Layout} place
 */
async function runStep(step, place) {
  const line = new StepLine(step.name);
  try {
    line.done((await step.run(place, line)) ?? "done");
  } catch (error) {
    line.fail();
    throw error;
  }
}

/**
 * Names everything that is missing at once, before minutes are spent.
 *
 * @param {import("./layout.mjs").Layout} place
 * @param {import("./steps/step.mjs").Step[]} due
 */
function checkRequirements(place, due) {
  const problems = [];
  if (due.includes(nodePackages) && npmCommand().command === "npm" && !findProgram("npm")) {
    problems.push("npm is missing: install it with Node (nodejs.org)");
  }
  if (due.includes(pythonPackages) && !fs.existsSync(place.python)) {
    const found = findPython();
    if ("problem" in found) problems.push(found.problem);
  }
  problems.push(...missingRoom(due.flatMap((step) => step.room(place))));
  if (problems.length > 0) throw new Failure(`${problems.join("; ")}.`);
}

/**
 * @param {import("./steps/step.mjs").Room[]} rooms
 * @returns {string[]} a sentence for each disk on which there is not enough room
 */
export function missingRoom(rooms) {
  /** @type {Map<number, { folder: string, bytes: number }>} */
  const disks = new Map();
  for (const { folder, bytes } of rooms) {
    const disk = fs.statSync(existingParent(folder)).dev;
    const sum = disks.get(disk) ?? { folder, bytes: 0 };
    disks.set(disk, { folder: sum.folder, bytes: sum.bytes + bytes });
  }
  return [...disks.values()].flatMap(({ folder, bytes }) => {
    const free = freeBytes(folder);
    if (free >= bytes) return [];
    return [
      `Set-up needs ${megabytes(bytes)} of disk and ${megabytes(free)} are free at ${folder}: free some space, or let XDG_CACHE_HOME name a folder on a larger disk`,
    ];
  });
}

/**
 * On Ctrl-C and the like: ends what was started, and says that nothing is lost.
 *
 * @returns {() => void} call it to have the signals as they were
 */
function stopTidily() {
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
  const stop = (/** @type {keyof typeof numbers} */ signal) => {
    stopChildren();
    process.stderr.write("\nSet-up was stopped; run the command again and it goes on from there.\n");
    process.exit(128 + numbers[signal]);
  };
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}

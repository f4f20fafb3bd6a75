import { execFile } from "node:child_process";
import fs from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "../failure.mjs";
import { compilerAdvice, findCompiler } from "../requirements.mjs";
import { runLogged } from "../runLogged.mjs";
import { readStamp, writeStamp } from "../stamp.mjs";
import { addonFile, addonKey, cachedAddon, placeAddon } from "./addon.mjs";
import { fetchLibrary, hasLibrary, hasWheel, tensorflowVersion } from "./tensorflowLibrary.mjs";

/** @param {import("../layout.mjs").Layout} place */
const stampFile = (place) => join(place.stamps, "native-engine");

const prebuilt = "prebuilt by the package";

/**
 * TensorFlow.js's native addon, linked against TensorFlow's own library.
 *
 * @type {import("./step.mjs").Step}
 */
export const nativeEngine = {
  name: "Native engine",
  room: (place) => (hasLibrary(place) ? [] : [{ folder: place.cache, bytes: 1.2e9 }]),
  ready(place) {
    if (!fs.existsSync(addonFile(place))) return false;
    const stamp = readStamp(stampFile(place));
    return stamp === prebuilt || (stamp === addonKey(place) && hasLibrary(place));
  },
  async run(place, line) {
    fs.rmSync(stampFile(place), { force: true });
    const compiler = findCompiler();
    if (!hasWheel() || (!compiler && !fs.existsSync(cachedAddon(place)))) {
      await fetchPrebuilt(place, line, compiler);
      return;
    }
    if (!hasLibrary(place)) await fetchLibrary(place, line);
    const wasCached = fs.existsSync(cachedAddon(place));
    await placeAddon(place, line, compiler ?? "");
    let answer = await checkEngine(place);
    if (answer.problem && compiler && wasCached) {
      // The cached addon may be from before a change of this machine's system libraries.
      fs.rmSync(join(cachedAddon(place), ".."), { recursive: true, force: true });
      await placeAddon(place, line, compiler);
      answer = await checkEngine(place);
    }
    if (answer.problem) {
      throw new Failure(
        `The native engine was built but does not load (${answer.problem}); run "npm run doctor", which checks its parts.`,
      );
    }
    writeStamp(stampFile(place), addonKey(place));
    return `TensorFlow ${answer.tensorflow}`;
  },
};

/**
 * The package's own way: a library and an addon that were built in advance, from its maintainers' storage.
 *
 * @param {import("../layout.mjs").Layout} place
 * @param {import("../progress.mjs").StepLine} line
 * @param {string | undefined} compiler
 */
async function fetchPrebuilt(place, line, compiler) {
  const why = hasWheel()
    ? `No C++ compiler was found (g++, c++ or clang++; ${compilerAdvice})`
    : `TensorFlow ${tensorflowVersion} has no package for ${process.platform} on ${process.arch}`;
  const log = join(place.work, "engine-prebuilt.log");
  try {
    await runLogged({
      what: "Fetching the prebuilt engine",
      command: process.execPath,
      args: [join("scripts", "install.js")],
      log,
      cwd: place.tfjs,
      env: {
        ...process.env,
        PATH: [join(place.nodeModules, ".bin"), process.env.PATH].join(delimiter),
      },
      line,
      detail: () => "fetching the prebuilt engine",
      timeout: 600_000,
    });
    const answer = await checkEngine(place);
    if (answer.problem) throw new Failure(answer.problem);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const next = hasWheel() && !compiler ? "install a compiler" : "see environment.md, Platforms";
    throw new Failure(
      `${why}, and the engine that the package's maintainers offer ready-made could not be had either: ${next}, then run the command again; log: ${log}`,
    );
  }
  writeStamp(stampFile(place), prebuilt);
}

/**
 * Loads the engine as the library does, in a process of its own.
 *
 * @param {import("../layout.mjs").Layout} place
 * @returns {Promise<{ tensorflow?: string, milliseconds?: number, problem?: string }>}
 */
export function checkEngine(place) {
  const check = fileURLToPath(new URL("engineCheck.cjs", import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [check], { cwd: place.root, timeout: 60_000 }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
      } catch {
        resolve({ problem: (stderr.trim().split("\n").at(-1) || error?.message) ?? "no answer" });
      }
    });
  });
}

import fs from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { findPython } from "../requirements.mjs";
import { lastLine, runLogged } from "../runLogged.mjs";
import { digest, readStamp, writeStamp } from "../stamp.mjs";

/** @param {import("../layout.mjs").Layout} place */
const stampFile = (place) => join(place.venv, ".longtail");

/** @param {import("../layout.mjs").Layout} place */
const unfinished = (place) => join(place.venv, ".longtail-unfinished");

/**
 * The pins, the interpreter behind the environment, and the environment's own path: programs in an environment
 * name its path in their first line, so a moved checkout needs a new one.
 *
 * @param {import("../layout.mjs").Layout} place
 */
const wanted = (place) =>
  digest(fs.readFileSync(join(place.root, "requirements.txt")), place.venv, fs.realpathSync(place.python));

/**
 * The pinned Python packages, in an environment of the project's own.
 *
 * @type {import("./step.mjs").Step}
 */
export const pythonPackages = {
  name: "Python packages",
  room: (place) => [{ folder: place.root, bytes: 400e6 }],
  ready: (place) => fs.existsSync(place.python) && readStamp(stampFile(place)) === wanted(place),
  async run(place, line) {
    const moved = readStamp(join(place.venv, ".longtail-place"));
    // An environment that was left half made, lies elsewhere than it was made for, or has lost its interpreter.
    if (fs.existsSync(unfinished(place)) || !fs.existsSync(place.python) || (moved && moved !== place.venv)) {
      fs.rmSync(place.venv, { recursive: true, force: true });
      await makeEnvironment(place, line);
    }
    writeStamp(join(place.venv, ".longtail-place"), place.venv);
    fs.rmSync(stampFile(place), { force: true });
    fs.writeFileSync(unfinished(place), "");
    const log = join(place.work, "python-packages.log");
    await runLogged({
      what: "Installing the Python packages (pip)",
      command: place.python,
      args: [
        ...["-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"],
        ...["-r", join(place.root, "requirements.txt")],
      ],
      log,
      cwd: place.root,
      // A reader's own pip may be set to install for the user, which an environment cannot.
      env: { ...process.env, PIP_USER: "0" },
      line,
      detail: () => lastLine(log).slice(0, 60),
    });
    writeStamp(stampFile(place), wanted(place));
    fs.rmSync(unfinished(place));
  },
};

/**
 * @param {import("../layout.mjs").Layout} place
 * @param {import("../progress.mjs").StepLine} line
 */
async function makeEnvironment(place, line) {
  const found = findPython();
  if ("problem" in found) throw new Failure(`${found.problem}.`);
  fs.mkdirSync(place.venv);
  fs.writeFileSync(unfinished(place), "");
  await runLogged({
    what: "Making the Python environment (python -m venv)",
    command: found.path,
    args: ["-m", "venv", place.venv],
    log: join(place.work, "python-environment.log"),
    cwd: place.root,
    line,
    detail: () => "making .venv",
  });
}

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { delimiter, dirname, join } from "node:path";

/**
 * The lines of Node that work, each from the release that brought require() of ES modules. The odd ones between them
 * are no long-term releases, and TensorFlow's addon is tried on none of them. package.json's `engines` says the same.
 */
const nodeLines = "20.19 or newer of 20, 22.12 or newer of 22, 24 or newer";

/**
 * @param {string} version as in process.versions.node
 * @returns {boolean}
 */
export function nodeIsSupported(version) {
  const [major, minor] = version.split(".").map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
}

export const nodeAdvice = "install Node 24 or 22, from nodejs.org";

/**
 * @param {string} version as in process.versions.node
 * @returns {string | undefined} what is wrong with that Node, and what to do; undefined where it will do
 */
export function nodeProblem(version) {
  if (nodeIsSupported(version)) return undefined;
  return `Node ${version} is not one of the supported lines (${nodeLines}): ${nodeAdvice}`;
}

/**
 * @param {string} name a program's name, or a path to it
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string | undefined} where it is
 */
export function findProgram(name, environment = process.env) {
  const folders = name.includes("/") ? [""] : (environment.PATH ?? "").split(delimiter).filter(Boolean);
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        fs.accessSync(file, fs.constants.X_OK);
        return fs.statSync(file).isFile();
      } catch {
        return false;
      }
    });
}

/**
 * @typedef {{ path: string, version: string } | { problem: string }} PythonFound
 */

const probe =
  "import sys; print('%d.%d.%d' % sys.version_info[:3])\ntry:\n import venv, ensurepip\n print('venv')\nexcept ImportError: pass";

/**
 * The first Python that will do; what PYTHON names goes before what PATH has.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {PythonFound}
 */
export function findPython(environment = process.env) {
  const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
  const how = "on Debian and Ubuntu: sudo apt install python3 python3-venv";
  let problem = `Python is missing: install Python 3.10 or newer with venv (${how})`;
  let told = false;
  for (const name of environment.PYTHON ? [environment.PYTHON, ...names] : names) {
    const path = findProgram(name, environment);
    if (!path) continue;
    const answer = spawnSync(path, ["-c", probe], { encoding: "utf8", timeout: 20_000, env: environment });
    const [version, venv] = (answer.stdout ?? "").trim().split("\n");
    const [major, minor] = (version ?? "").split(".").map(Number);
    const recent = major === 3 && minor >= 10;
    if (recent && venv) return { path, version };
    if (told || !version) continue;
    told = true;
    problem = recent
      ? `Python ${version} (${path}) lacks venv: install it (on Debian and Ubuntu: sudo apt install python3-venv)`
      : `Python ${version} (${path}) is too old: install Python 3.10 or newer with venv (${how})`;
  }
  return { problem };
}

/**
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string | undefined} a C++ compiler; what CXX names goes first
 */
export function findCompiler(environment = process.env) {
  const names = ["g++", "c++", "clang++"];
  for (const name of environment.CXX ? [environment.CXX, ...names] : names) {
    const path = findProgram(name, environment);
    if (path) return path;
  }
  return undefined;
}

export const compilerAdvice = "on Debian and Ubuntu: sudo apt install g++";

/**
 * @param {string} folder need not exist yet
 * @returns {number} bytes that may still be written there
 */
export function freeBytes(folder) {
  const space = fs.statfsSync(existingParent(folder));
  return space.bavail * space.bsize;
}

/**
 * @param {string} folder
 * @returns {string} the folder itself, or the nearest one above it that is there
 */
export function existingParent(folder) {
  let existing = folder;
  while (!fs.existsSync(existing)) existing = dirname(existing);
  return existing;
}

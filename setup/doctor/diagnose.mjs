import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { megabytes } from "../progress.mjs";
import {
  compilerAdvice,
  findCompiler,
  findProgram,
  findPython,
  freeBytes,
  nodeProblem,
} from "../requirements.mjs";
import { missingRoom, steps } from "../setUp.mjs";
import { readJson } from "../stamp.mjs";
import { notebookKernel } from "../steps/notebookKernel.mjs";
import { checkEngine, nativeEngine } from "../steps/nativeEngine.mjs";
import { nodePackages } from "../steps/nodePackages.mjs";
import { pythonPackages } from "../steps/pythonPackages.mjs";
import { dataRow } from "./dataRow.mjs";

/** @typedef {import("./table.mjs").Row} Row */

const setUpTodo = "npm start (or npm test) puts it there";

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {Promise<Row[]>}
 */
export async function diagnose(place) {
  const packages = packagesRow("Node packages", place, nodePackages);
  const engine = await engineRow(place, packages.state === "ok");
  return [
    nodeRow(),
    pythonRow(place),
    compilerRow(engine.state === "ok"),
    packages,
    packagesRow("Python packages", place, pythonPackages),
    engine,
    kernelRow(place),
    dataRow(join(place.root, "data")),
    diskRow(place),
    chromiumRow(),
  ];
}

/** @returns {Row} */
function nodeRow() {
  const found = `${process.versions.node} (${process.execPath})`;
  const todo = nodeProblem(process.versions.node);
  return todo ? { name: "Node", state: "missing", found, todo } : { name: "Node", state: "ok", found };
}

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {Row}
 */
function pythonRow(place) {
  if (fs.existsSync(place.python)) {
    const version = /^version\s*=\s*(.+)$/m.exec(
      fs.readFileSync(join(place.venv, "pyvenv.cfg"), "utf8"),
    )?.[1];
    return { name: "Python", state: "ok", found: `${version} (.venv)` };
  }
  const python = findPython();
  if (!("problem" in python))
    return { name: "Python", state: "ok", found: `${python.version} (${python.path})` };
  const [found, todo] = python.problem.split(": ");
  return { name: "Python", state: "missing", found, todo: python.problem.slice(found.length + 2) || todo };
}

/**
 * @param {boolean} engineWorks
 * @returns {Row}
 */
function compilerRow(engineWorks) {
  const compiler = findCompiler();
  if (compiler) {
    const version = spawnSync(compiler, ["-dumpversion"], { encoding: "utf8" }).stdout?.trim();
    return { name: "C++ compiler", state: "ok", found: `${version} (${compiler})` };
  }
  const state = engineWorks ? "optional" : "missing";
  return {
    name: "C++ compiler",
    state,
    found: "none found (g++, c++ or clang++)",
    todo: `install one; ${compilerAdvice}`,
  };
}

/**
 * @param {string} name
 * @param {import("../layout.mjs").Layout} place
 * @param {import("../steps/step.mjs").Step} step
 * @returns {Row}
 */
function packagesRow(name, place, step) {
  const lies = step === nodePackages ? "node_modules" : ".venv";
  if (step.ready(place)) return { name, state: "ok", found: `as pinned, in ${lies}` };
  const there = fs.existsSync(join(place.root, lies));
  return {
    name,
    state: "missing",
    found: there ? `${lies} is not as pinned` : `no ${lies} yet`,
    todo: setUpTodo,
  };
}

/**
 * @param {import("../layout.mjs").Layout} place
 * @param {boolean} hasPackages
 * @returns {Promise<Row>}
 */
async function engineRow(place, hasPackages) {
  const name = "Native engine";
  const todo = setUpTodo;
  if (!hasPackages) return { name, state: "missing", found: "comes after the Node packages", todo };
  if (!nativeEngine.ready(place))
    return { name, state: "missing", found: "not built for these packages", todo };
  const answer = await checkEngine(place);
  if (answer.tensorflow) {
    const version = readJson(join(place.tfjs, "package.json"))?.version;
    const found = `TensorFlow ${answer.tensorflow}, tfjs-node ${version} (loads in ${answer.milliseconds} ms)`;
    return { name, state: "ok", found };
  }
  const again = `remove ${place.stamps} and ${join(place.cache, "addons")}, then npm start builds it anew`;
  return { name, state: "missing", found: `does not load: ${answer.problem}`, todo: again };
}

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {Row}
 */
function kernelRow(place) {
  const name = "Notebook kernel";
  if (!fs.existsSync(join(place.root, "kernel", "start.cjs"))) {
    return { name, state: "missing", found: "kernel/start.cjs is not there", todo: "git checkout -- kernel" };
  }
  if (notebookKernel.ready(place))
    return { name, state: "ok", found: "longtail, in .venv/share/jupyter/kernels" };
  return { name, state: "missing", found: "not made known to Jupyter, or for another Node", todo: setUpTodo };
}

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {Row}
 */
function diskRow(place) {
  const free = `${megabytes(freeBytes(place.root))} free here, ${megabytes(freeBytes(place.cache))} in the cache`;
  const due = steps.filter((step) => !step.ready(place)).flatMap((step) => step.room(place));
  const [problem] = missingRoom(due);
  if (!problem) return { name: "Disk", state: "ok", found: free };
  return { name: "Disk", state: "missing", found: free, todo: problem };
}

/** @returns {Row} */
function chromiumRow() {
  const named = process.env["LONGTAIL_CHROMIUM"];
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const path = (named ? [named] : names).map((name) => findProgram(name)).find(Boolean);
  if (path) return { name: "Chromium", state: "ok", found: path };
  const found = named ? `LONGTAIL_CHROMIUM names ${named}, which is no program` : "none found";
  const todo = named
    ? "name Chromium's program in it, or unset it"
    : "only images, PDFs and the browser tests need it; on Debian and Ubuntu: sudo apt install chromium";
  return { name: "Chromium", state: "optional", found, todo };
}

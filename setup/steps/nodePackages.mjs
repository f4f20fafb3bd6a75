import fs from "node:fs";
import { join } from "node:path";
import { runLogged } from "../runLogged.mjs";
import { digest, readJson, readStamp, writeStamp } from "../stamp.mjs";

/** @param {import("../layout.mjs").Layout} place */
const stampFile = (place) => join(place.stamps, "node-packages");

/** @param {import("../layout.mjs").Layout} place */
const wanted = (place) => digest(fs.readFileSync(join(place.root, "package-lock.json")));

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {boolean} whether npm's own record of node_modules already names every package of the lock file
 */
export function matchesLock(place) {
  const locked = readJson(join(place.root, "package-lock.json"))?.packages ?? {};
  const installed = readJson(join(place.nodeModules, ".package-lock.json"))?.packages;
  if (!installed) return false;
  return Object.entries(locked).every(([path, wants]) => {
    if (!path.startsWith("node_modules/")) return true;
    const has = installed[path];
    // A package for another platform is locked but not installed.
    return has ? has.version === wants.version : wants.optional === true;
  });
}

/**
 * The packages of package-lock.json. Their install scripts are not run: the only one that matters, tfjs-node's,
 * is replaced by the step "Native engine".
 *
 * @type {import("./step.mjs").Step}
 */
export const nodePackages = {
  name: "Node packages",
  room: (place) => [{ folder: place.root, bytes: 700e6 }],
  ready: (place) => readStamp(stampFile(place)) === wanted(place),
  async run(place, line) {
    const stamp = wanted(place);
    if (matchesLock(place)) {
      writeStamp(stampFile(place), stamp);
      return "already there";
    }
    // npm empties node_modules first; if it is killed midway, neither record may claim that all is well.
    fs.rmSync(place.stamps, { recursive: true, force: true });
    fs.rmSync(join(place.nodeModules, ".package-lock.json"), { force: true });
    const expected = countLocked(place);
    const npm = npmCommand();
    await runLogged({
      what: "Installing the Node packages (npm ci)",
      command: npm.command,
      args: [...npm.args, "ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"],
      log: join(place.work, "node-packages.log"),
      cwd: place.root,
      line,
      detail: () => `${Math.min(countFolders(place.nodeModules), expected)} of ${expected} packages`,
    });
    writeStamp(stampFile(place), stamp);
  },
};

/**
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {{ command: string, args: string[] }} the npm that started us, else the one in PATH
 */
export function npmCommand(environment = process.env) {
  const started = environment.npm_execpath;
  if (started?.endsWith("npm-cli.js")) return { command: process.execPath, args: [started] };
  return { command: "npm", args: [] };
}

/** @param {import("../layout.mjs").Layout} place */
function countLocked(place) {
  const locked = Object.entries(readJson(join(place.root, "package-lock.json"))?.packages ?? {});
  return locked.filter(([path, entry]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !entry.optional)
    .length;
}

/** @param {string} folder */
function countFolders(folder) {
  try {
    return fs
      .readdirSync(folder)
      .filter((name) => !name.startsWith("."))
      .reduce((sum, name) => sum + (name.startsWith("@") ? fs.readdirSync(join(folder, name)).length : 1), 0);
  } catch {
    return 0;
  }
}

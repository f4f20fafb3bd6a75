import fs from "node:fs";
import { join, relative } from "node:path";
import { Failure } from "../failure.mjs";
import { pythonEnvironment, runInForeground } from "../foreground.mjs";
import { seconds } from "../progress.mjs";
import { setUp } from "../setUp.mjs";

/** What is checked before the tests, by the file below node_modules that checks it. */
const checks = [
  { name: "types", program: "typescript/bin/tsc", args: ["-p", "."] },
  {
    // A cell that imports the library has it checked by the older compiler that the kernel carries.
    name: "types as a notebook checks them",
    program: "@tslab/typescript-for-tslab/lib/tsc.js",
    args: ["-p", "setup/notebookTypes.tsconfig.json"],
  },
  { name: "types of set-up", program: "typescript/bin/tsc", args: ["-p", "setup"] },
  { name: "lint", program: "eslint/bin/eslint.js", args: ["."] },
  { name: "format", program: "prettier/bin/prettier.cjs", args: ["--check", "--log-level", "warn", "."] },
  {
    name: "layering",
    program: "dependency-cruiser/bin/dependency-cruise.mjs",
    args: ["lib", "kernel", "cli", "--config", ".dependency-cruiser.cjs"],
  },
];

/**
 * Every check and every test, even when an early one fails; with arguments, only the tests that they name.
 *
 * @param {import("../layout.mjs").Layout} place
 * @param {string[]} args test files, folders of them, or options of node's test runner
 * @returns {Promise<number>} 0 when all is well
 */
export async function test(place, args) {
  const names = args.filter((argument) => !argument.startsWith("-"));
  const options = args.filter((argument) => argument.startsWith("-"));
  const files = testFiles(place.root, names.length > 0 ? names : ["tests"]);
  await setUp(place);
  /** @type {string[]} */
  const failed = [];
  if (names.length === 0) {
    for (const check of checks) if (!(await passes(place, check))) failed.push(check.name);
  }
  const runner = ["--import", "tsx", "--test", "--test-reporter=spec", ...options, ...files];
  const code = await runInForeground(process.execPath, runner, {
    cwd: place.root,
    env: pythonEnvironment(place),
  });
  if (failed.length === 0) return code;
  process.stderr.write(`Failed before the tests: ${failed.join(", ")} (see above).\n`);
  return code || 1;
}

/**
 * @param {import("../layout.mjs").Layout} place
 * @param {typeof checks[number]} check
 * @returns {Promise<boolean>}
 */
async function passes(place, { name, program, args }) {
  const started = Date.now();
  const code = await runInForeground(process.execPath, [join(place.nodeModules, program), ...args], {
    cwd: place.root,
  });
  if (code >= 128) throw new Failure(`Stopped while checking ${name}.`, code);
  process.stdout.write(`${code === 0 ? "✔" : "✖"} ${name} (${seconds(Date.now() - started)})\n`);
  return code === 0;
}

/**
 * Node 20 does not expand patterns by itself, so the files are named one by one.
 *
 * @param {string} root
 * @param {string[]} names files or folders, relative to the root
 * @returns {string[]}
 */
export function testFiles(root, names) {
  return names.flatMap((name) => {
    const path = join(root, name);
    if (!fs.existsSync(path))
      throw new Failure(`There are no tests at ${name}: name a file or folder below tests/.`);
    if (fs.statSync(path).isFile()) return [name];
    const files = fs
      .readdirSync(path, { recursive: true })
      .map(String)
      .filter((file) => file.endsWith(".test.ts"))
      .map((file) => relative(root, join(path, file)))
      .sort();
    if (files.length === 0)
      throw new Failure(`The folder ${name} holds no test (a file that ends in .test.ts).`);
    return files;
  });
}

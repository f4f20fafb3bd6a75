import fs from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure.mjs";
import { pythonEnvironment, runInForeground } from "../foreground.mjs";
import { setUp } from "../setUp.mjs";

/**
 * Runs notebooks and writes them as pages into reports/.
 *
 * @param {import("../layout.mjs").Layout} place
 * @param {string[]} args the notebooks; all of them where none is named
 * @returns {Promise<number>}
 */
export async function report(place, args) {
  const script = join(place.root, "report", "render.py");
  if (!fs.existsSync(script))
    throw new Failure(`${script} is missing: get it back with git checkout -- report.`);
  await setUp(place);
  return runInForeground(place.python, [script, ...args], { cwd: place.root, env: pythonEnvironment(place) });
}

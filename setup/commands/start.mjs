import fs from "node:fs";
import { join } from "node:path";
import { pythonEnvironment, runInForeground } from "../foreground.mjs";
import { setUp } from "../setUp.mjs";

/**
 * JupyterLab on notebooks/, with the settings of setup/jupyter.
 *
 * @param {import("../layout.mjs").Layout} place
 * @param {string[]} args handed on to JupyterLab
 * @returns {Promise<number>} JupyterLab's exit code
 */
export async function start(place, args) {
  await setUp(place);
  const notebooks = join(place.root, "notebooks");
  fs.mkdirSync(notebooks, { recursive: true });
  const env = pythonEnvironment(place);
  const settings = [join(place.root, "setup", "jupyter"), env.JUPYTER_CONFIG_PATH].filter(Boolean).join(":");
  return runInForeground(place.python, ["-m", "jupyterlab", ...args], {
    // Jupyter serves the folder it is started in, unless an argument names another.
    cwd: notebooks,
    env: { ...env, JUPYTER_CONFIG_PATH: settings },
  });
}

import fs from "node:fs";
import { join } from "node:path";
import { readStamp, writeWhole } from "../stamp.mjs";

/** @param {import("../layout.mjs").Layout} place */
const specFile = (place) => join(place.venv, "share", "jupyter", "kernels", "longtail", "kernel.json");

/** @param {import("../layout.mjs").Layout} place */
const templateLink = (place) => join(place.venv, "share", "jupyter", "nbconvert", "templates", "longtail");

/** @param {import("../layout.mjs").Layout} place */
const template = (place) => join(place.root, "report", "template", "longtail");

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {string} Jupyter's description of this workbook's kernel, with the Node that runs now
 */
export function kernelSpec(place) {
  const spec = {
    argv: [process.execPath, join(place.root, "kernel", "start.cjs"), "{connection_file}"],
    display_name: "Longtail (TypeScript)",
    language: "typescript",
    interrupt_mode: "signal",
    metadata: { debugger: false },
  };
  return JSON.stringify(spec, null, 2);
}

/** @param {import("../layout.mjs").Layout} place */
function templateIsLinked(place) {
  if (!fs.existsSync(template(place))) return true;
  try {
    return fs.readlinkSync(templateLink(place)) === template(place);
  } catch {
    return false;
  }
}

/**
 * What Jupyter finds in the project's environment: the kernel, and the report's template for nbconvert.
 *
 * @type {import("./step.mjs").Step}
 */
export const jupyterFiles = {
  name: "Notebook kernel",
  room: () => [],
  ready: (place) => readStamp(specFile(place)) === kernelSpec(place) && templateIsLinked(place),
  async run(place) {
    writeWhole(specFile(place), `${kernelSpec(place)}\n`);
    if (templateIsLinked(place)) return;
    fs.mkdirSync(join(templateLink(place), ".."), { recursive: true });
    fs.rmSync(templateLink(place), { recursive: true, force: true });
    fs.symlinkSync(template(place), templateLink(place));
  },
};

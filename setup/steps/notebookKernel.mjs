import { join } from "node:path";
import { readStamp, writeWhole } from "../stamp.mjs";

/** @param {import("../layout.mjs").Layout} place */
const specFile = (place) => join(place.venv, "share", "jupyter", "kernels", "longtail", "kernel.json");

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

/**
 * Makes the kernel known to the Jupyter of the project's environment, and to no other.
 *
 * @type {import("./step.mjs").Step}
 */
export const notebookKernel = {
  name: "Notebook kernel",
  room: () => [],
  ready: (place) => readStamp(specFile(place)) === kernelSpec(place),
  async run(place) {
    writeWhole(specFile(place), `${kernelSpec(place)}\n`);
  },
};

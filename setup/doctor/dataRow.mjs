import fs from "node:fs";
import { join } from "node:path";
import { readJson } from "../stamp.mjs";

/** @typedef {import("./table.mjs").Row} Row */

const name = "Data";

/**
 * The data sets of the catalogue that are here, and those that the mirror folder has archives of.
 *
 * @param {string} folder data/ of the checkout
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Row}
 */
export function dataRow(folder, environment = process.env) {
  /** @type {string[]} */
  const names = (readJson(join(folder, "catalog.json"))?.datasets ?? []).map(
    (/** @type {{ name: string }} */ dataset) => dataset.name,
  );
  const here = names.flatMap((each) => unpacked(join(folder, each), each) ?? []);
  const mirror = environment.LONGTAIL_DATA_MIRROR;
  const archives = mirror ? names.filter((each) => fs.existsSync(join(mirror, `${each}.zip`))) : [];
  const found = [
    here.join(", ") || "none yet",
    ...(mirror ? [`the mirror has ${archives.join(", ") || "none"}`] : []),
  ].join("; ");
  if (mirror && archives.length === 0) {
    const problem = fs.existsSync(mirror)
      ? `no archive of a data set (${names.map((each) => `${each}.zip`).join(", ")}) is in ${mirror}`
      : `there is no folder ${mirror}`;
    return {
      name,
      state: "optional",
      found,
      todo: `let LONGTAIL_DATA_MIRROR name another folder: ${problem}`,
    };
  }
  if (here.length > 0 || archives.length > 0) return { name, state: "ok", found };
  return { name, state: "optional", found, todo: "nothing: a notebook fetches what it uses" };
}

/**
 * @param {string} folder
 * @param {string} dataset
 * @returns {string | undefined} the data set, and how it came here; undefined where it is not here
 */
function unpacked(folder, dataset) {
  // loadDataset writes source.json last, before the folder gets its name: with it the data set is whole.
  const source = readJson(join(folder, "source.json"))?.source;
  if (typeof source === "string") return dataset;
  const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return files.length > 0 ? `${dataset} (unpacked by hand)` : undefined;
}

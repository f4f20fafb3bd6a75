import { join } from "node:path";
import { runInForeground } from "../foreground.mjs";
import { setUp } from "../setUp.mjs";

/**
 * Trains on ML-100K and compares with the numbers of an independent implementation.
 *
 * @param {import("../layout.mjs").Layout} place
 * @param {string[]} args the methods; all of them where none is named
 * @returns {Promise<number>}
 */
export async function checkReference(place, args) {
  await setUp(place);
  const script = join(place.root, "bench", "checkReference.ts");
  return runInForeground(process.execPath, ["--import", "tsx", script, ...args], { cwd: place.root });
}

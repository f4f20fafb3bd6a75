import { join } from "node:path";
import { runInForeground } from "../foreground.mjs";
import { setUp } from "../setUp.mjs";

/**
 * The command line: `npm run longtail -- ARGUMENTS`.
 *
 * @param {import("../layout.mjs").Layout} place
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function longtail(place, args) {
  await setUp(place);
  return runInForeground(process.execPath, [join(place.root, "cli", "longtail.cjs"), ...args], {
    // npm starts scripts in the checkout; file names are meant as seen from where the person stands.
    cwd: process.env.INIT_CWD || place.root,
  });
}

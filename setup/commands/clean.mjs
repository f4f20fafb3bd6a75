import fs from "node:fs";
import { join } from "node:path";
import { cleanNotebook, isClean } from "../cleanNotebook.mjs";
import { Failure } from "../failure.mjs";

/**
 * Takes outputs, execution counts and personal metadata out of the notebooks, as they are to be committed.
 *
 * @param {import("../layout.mjs").Layout} place
 * @param {string[]} args notebooks; all of notebooks/ where none is named
 * @returns {Promise<number>}
 */
export async function clean(place, args) {
  const folder = join(place.root, "notebooks");
  const files =
    args.length > 0
      ? args
      : fs
          .readdirSync(folder)
          .filter((name) => name.endsWith(".ipynb"))
          .map((name) => join(folder, name));
  let changed = 0;
  for (const file of files) {
    if (!fs.existsSync(file))
      throw new Failure(`There is no notebook ${file}: give a path, or none for all.`);
    const text = fs.readFileSync(file, "utf8");
    let cleaned;
    try {
      cleaned = isClean(text) ? text : cleanNotebook(text);
    } catch (error) {
      throw new Failure(
        `${file} is not a notebook (${/** @type {Error} */ (error).message}); it is left as it is.`,
      );
    }
    if (cleaned === text) continue;
    const half = `${file}.${process.pid}.part`;
    fs.writeFileSync(half, cleaned);
    fs.renameSync(half, file);
    changed += 1;
    process.stdout.write(`${file}: cleaned\n`);
  }
  process.stdout.write(`${files.length} notebooks, ${changed} changed.\n`);
  return 0;
}

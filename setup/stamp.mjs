import { createHash } from "node:crypto";
import fs from "node:fs";
import { dirname, join } from "node:path";

/**
 * A stamp is a small file written when a step has ended well. It holds what the step was made from; the step is
 * due again as soon as that differs. Reading it costs a millisecond, asking npm or pip costs seconds.
 *
 * @param {string} file
 * @returns {string | undefined}
 */
export function readStamp(file) {
  try {
    return fs.readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}

/**
 * @param {string} file
 * @param {string} value
 */
export function writeStamp(file, value) {
  writeWhole(file, `${value}\n`);
}

/**
 * Writes a file whole or not at all: under a temporary name beside it, then renamed.
 *
 * @param {string} file
 * @param {string} content
 */
export function writeWhole(file, content) {
  fs.mkdirSync(dirname(file), { recursive: true });
  const temporary = partialName(file);
  fs.writeFileSync(temporary, content);
  fs.renameSync(temporary, file);
}

/**
 * @param {string} target
 * @returns {string} a name beside the target that no other process uses
 */
export function partialName(target) {
  return `${target}.partial-${process.pid}`;
}

/**
 * Removes what killed set-ups left behind. To be called under the lock of that folder only.
 *
 * @param {string} folder
 */
export function removePartials(folder) {
  if (!fs.existsSync(folder)) return;
  for (const name of fs.readdirSync(folder)) {
    if (/\.partial-\d+$/.test(name)) fs.rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * @param {...(string | Buffer)} parts
 * @returns {string} SHA-256, hexadecimal
 */
export function digest(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

/**
 * @param {string} file
 * @returns {any} the parsed content, or undefined where the file is missing or not JSON
 */
export function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

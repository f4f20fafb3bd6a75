import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Where everything lies that set-up reads or writes.
 *
 * @typedef {object} Layout
 * @property {string} root the checkout
 * @property {string} nodeModules
 * @property {string} venv the project's Python environment
 * @property {string} python the interpreter in it
 * @property {string} tfjs the package tfjs-node
 * @property {string} stamps what set-up remembers about node_modules; lost with it, as it should be
 * @property {string} work this checkout's lock and logs (ignored by git)
 * @property {string} cache this user's cache, shared by every checkout
 */

/**
 * @param {string} [root] the checkout; this file's own by default
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Layout}
 */
export function layout(root = fileURLToPath(new URL("..", import.meta.url)), environment = process.env) {
  const checkout = resolve(root);
  const nodeModules = join(checkout, "node_modules");
  const venv = join(checkout, ".venv");
  // The XDG standard says that a relative path there is to be ignored.
  const named = environment.XDG_CACHE_HOME;
  const caches = named?.startsWith("/") ? named : join(environment.HOME || homedir(), ".cache");
  return {
    root: checkout,
    nodeModules,
    venv,
    python: join(venv, "bin", "python"),
    tfjs: join(nodeModules, "@tensorflow", "tfjs-node"),
    stamps: join(nodeModules, ".longtail"),
    work: join(checkout, ".cache", "setup"),
    cache: join(caches, "longtail-workbook"),
  };
}

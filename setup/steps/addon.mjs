import fs from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "../lock.mjs";
import { runLogged } from "../runLogged.mjs";
import { digest, partialName, readJson, removePartials } from "../stamp.mjs";
import { libraryFolder, tensorflowVersion } from "./tensorflowLibrary.mjs";

/** What is compiled into the addon besides tfjs-node's own sources. */
const ownSources = ["silentStart.cc", "undisturbedProducts.cc"].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
);

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {string} where tfjs-node looks for its addon
 */
export function addonFile(place) {
  return join(place.tfjs, "lib", "napi-v8", "tfjs_binding.node");
}

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {string[]} the compiler's arguments; paths come last, so that the rest can be told apart by a key
 */
function flags(place) {
  const library = libraryFolder(place);
  return [
    ...["-O2", "-std=c++17", "-fPIC", "-shared", "-DNAPI_VERSION=8"],
    // Not -Wl,-rpath,...: a comma in the path would end it.
    ...["-L", library, "-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"],
    ...["-Xlinker", "-rpath", "-Xlinker", library],
  ];
}

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {string} what the addon is made from; another addon is due when it differs
 */
export function addonKey(place) {
  const version = readJson(join(place.tfjs, "package.json"))?.version ?? "";
  const ours = ownSources.map((source) => fs.readFileSync(source, "utf8"));
  const built = [tensorflowVersion, version, process.platform, process.arch];
  return digest(...built, ...ours, ...flags(place)).slice(0, 16);
}

/** @param {import("../layout.mjs").Layout} place */
export const cachedAddon = (place) => join(place.cache, "addons", addonKey(place), "tfjs_binding.node");

/**
 * Puts the addon where tfjs-node looks for it: from this user's cache, or freshly compiled.
 *
 * @param {import("../layout.mjs").Layout} place
 * @param {import("../progress.mjs").StepLine} line
 * @param {string} compiler
 */
export async function placeAddon(place, line, compiler) {
  const cached = cachedAddon(place);
  if (!fs.existsSync(cached)) await compile(place, line, compiler);
  fs.mkdirSync(join(addonFile(place), ".."), { recursive: true });
  const partial = partialName(addonFile(place));
  fs.copyFileSync(cached, partial);
  fs.renameSync(partial, addonFile(place));
}

/**
 * @param {import("../layout.mjs").Layout} place
 * @param {import("../progress.mjs").StepLine} line
 * @param {string} compiler
 */
async function compile(place, line, compiler) {
  const folder = join(cachedAddon(place), "..");
  const partial = partialName(folder);
  await withLock(join(place.cache, "lock"), async () => {
    removePartials(join(folder, ".."));
    if (fs.existsSync(cachedAddon(place))) return; // another checkout has compiled it meanwhile
    fs.mkdirSync(partial, { recursive: true });
    await runLogged({
      what: `Compiling the native engine's addon (${basename(compiler)})`,
      command: compiler,
      args: [
        ...["-I", join(place.nodeModules, "node-api-headers", "include")],
        ...["-I", join(libraryFolder(place), "include")],
        ...["tfjs_backend.cc", "tfjs_binding.cc"].map((source) => join(place.tfjs, "binding", source)),
        ...ownSources,
        ...flags(place),
        ...["-o", join(partial, "tfjs_binding.node")],
      ],
      log: join(place.work, "addon-compile.log"),
      cwd: place.root,
      line,
      detail: () => "compiling",
    });
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(partial, folder);
  });
}

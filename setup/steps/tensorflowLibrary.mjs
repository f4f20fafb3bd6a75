import fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "../lock.mjs";
import { megabytes } from "../progress.mjs";
import { runLogged } from "../runLogged.mjs";
import { partialName, removePartials } from "../stamp.mjs";

export const tensorflowVersion = "2.21.0";

/**
 * The wheels whose libraries are taken, by Node's name of the processor. Any one Python's wheel will do, since
 * Python does not load them; the checksum is that of the registry.
 *
 * @type {Record<string, { project: string, platform: string, sha256: string, bytes?: number }>}
 */
const wheels = {
  x64: {
    project: "tensorflow-cpu",
    platform: "manylinux_2_27_x86_64",
    sha256: "dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb",
    bytes: 274e6,
  },
  arm64: {
    project: "tensorflow",
    platform: "manylinux_2_27_aarch64",
    sha256: "b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552",
  },
};

/** @returns {boolean} whether there is a wheel for this machine */
export function hasWheel() {
  return process.platform === "linux" && process.arch in wheels;
}

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {string} the folder with libtensorflow_cc.so.2 and include/, in the user's cache
 */
export function libraryFolder(place) {
  return join(
    place.cache,
    `tensorflow-${tensorflowVersion}-${process.platform}-${process.arch}`,
    "tensorflow",
  );
}

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {boolean}
 */
export function hasLibrary(place) {
  const files = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2", "include/absl/log/globals.h"];
  return files.every((file) => fs.existsSync(join(libraryFolder(place), file)));
}

/**
 * Fetches TensorFlow's own C library out of its Python wheel, once for all checkouts of this user.
 *
 * @param {import("../layout.mjs").Layout} place
 * @param {import("../progress.mjs").StepLine} line
 */
export async function fetchLibrary(place, line) {
  await withLock(
    join(place.cache, "lock"),
    async () => {
      removePartials(place.cache);
      if (hasLibrary(place)) return;
      const target = join(libraryFolder(place), "..");
      const partial = partialName(target);
      const wheel = await download(place, line, join(partial, "download"));
      await unpack(place, line, wheel, partial);
      fs.rmSync(join(partial, "download"), { recursive: true });
      fs.rmSync(target, { recursive: true, force: true });
      fs.renameSync(partial, target);
    },
    () => line.update("waiting for another set-up that is filling the same cache"),
  );
}

/**
 * @param {import("../layout.mjs").Layout} place
 * @param {import("../progress.mjs").StepLine} line
 * @param {string} folder
 * @returns {Promise<string>} the wheel
 */
async function download(place, line, folder) {
  const { project, platform, sha256, bytes } = wheels[process.arch];
  const temporary = join(folder, "temporary");
  fs.mkdirSync(temporary, { recursive: true });
  const requirement = join(folder, "requirement.txt");
  fs.writeFileSync(requirement, `${project}==${tensorflowVersion} --hash=sha256:${sha256}\n`);
  await runLogged({
    what: `Downloading TensorFlow ${tensorflowVersion} (pip)`,
    command: place.python,
    args: [
      // Without pip's cache: the wheel is needed once, and is as large as everything else together.
      ...["-m", "pip", "download", "--no-deps", "--no-cache-dir", "--require-hashes", "--only-binary=:all:"],
      ...["--disable-pip-version-check", "--progress-bar", "off", "--implementation", "cp"],
      ...["--python-version", "3.12", "--abi", "cp312", "--platform", platform],
      ...["--dest", folder, "-r", requirement],
    ],
    log: join(place.work, "tensorflow-download.log"),
    cwd: place.root,
    env: { ...process.env, TMPDIR: temporary },
    line,
    detail: () =>
      `downloading TensorFlow, ${megabytes(sizeOf(folder))}${bytes ? ` of ${megabytes(bytes)}` : ""}`,
  });
  const name = fs.readdirSync(folder).find((file) => file.endsWith(".whl"));
  return join(folder, name ?? "");
}

/**
 * @param {import("../layout.mjs").Layout} place
 * @param {import("../progress.mjs").StepLine} line
 * @param {string} wheel
 * @param {string} folder
 */
async function unpack(place, line, wheel, folder) {
  await runLogged({
    what: "Unpacking TensorFlow",
    command: place.python,
    args: [fileURLToPath(new URL("unpackWheel.py", import.meta.url)), wheel, folder],
    log: join(place.work, "tensorflow-unpack.log"),
    cwd: place.root,
    line,
    detail: () => `unpacking, ${megabytes(sizeOf(join(folder, "tensorflow")))}`,
  });
}

/**
 * @param {string} folder
 * @returns {number} the bytes of the files in it and of those in the folders below it
 */
function sizeOf(folder) {
  try {
    return fs.readdirSync(folder, { recursive: true }).reduce((/** @type {number} */ sum, name) => {
      const entry = fs.statSync(join(folder, String(name)), { throwIfNoEntry: false });
      return sum + (entry?.isFile() ? entry.size : 0);
    }, 0);
  } catch {
    return 0; // pip moves its files while they are counted
  }
}

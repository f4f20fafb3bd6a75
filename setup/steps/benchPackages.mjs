import fs from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../failure.mjs";
import { compilerAdvice, findCompiler, findPython } from "../requirements.mjs";
import { lastLine, runLogged } from "../runLogged.mjs";
import { digest, readStamp, writeStamp } from "../stamp.mjs";

/**
 * The CUDA libraries that PyTorch's wheel is linked against and that a run on the CPU asks for nothing. Empty ones of the
 * same name stand in for them, which saves a download of 3 GB; the scripts load PyTorch with lazy binding.
 */
const emptyLibraries = [
  "libcublas.so.13",
  "libcublasLt.so.13",
  "libcudnn.so.9",
  "libcufft.so.12",
  "libcufile.so.0",
  "libcusparse.so.12",
  "libcusparseLt.so.0",
  "libnccl.so.2",
  "libnvrtc.so.13",
];

/** Whether PyTorch's wheel for this machine is the one that the list is of. */
const linked = process.platform === "linux" && process.arch === "x64";

/** @param {import("../layout.mjs").Layout} place */
const folder = (place) => join(place.root, "bench", ".venv");

/** @param {import("../layout.mjs").Layout} place */
const requirements = (place) => join(place.root, "bench", "python", "requirements.txt");

/** @param {import("../layout.mjs").Layout} place */
const stampFile = (place) => join(folder(place), ".longtail");

/** @param {import("../layout.mjs").Layout} place */
const wanted = (place) =>
  digest(
    fs.readFileSync(requirements(place)),
    fs.readFileSync(new URL(import.meta.url)),
    folder(place),
    fs.realpathSync(benchPython(place)),
  );

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {string} Python with the benches' packages
 */
export function benchPython(place) {
  return join(folder(place), "bin", "python");
}

/**
 * What the benches measure against, PyTorch first of all, in an environment of its own. `npm run bench` alone makes it.
 *
 * @type {import("./step.mjs").Step}
 */
export const benchPackages = {
  name: "The benches' Python packages",
  room: (place) => [{ folder: place.root, bytes: linked ? 2.5e9 : 8e9 }],
  ready: (place) => fs.existsSync(benchPython(place)) && readStamp(stampFile(place)) === wanted(place),
  async run(place, line) {
    line.out.write(
      linked
        ? "  PyTorch and polars, for the benches only: a download of 0.7 GB, then 1.8 GB on disk in bench/.venv.\n"
        : "  PyTorch and polars, for the benches only: up to 5 GB on disk in bench/.venv.\n",
    );
    const python = findPython();
    if ("problem" in python) throw new Failure(`${python.problem}.`);
    if (/^3\.(\d|10)\./.test(python.version)) {
      throw new Failure(
        `PyTorch needs Python 3.11 or newer, and this is ${python.version} (${python.path}): let PYTHON name a newer one.`,
      );
    }
    const compiler = findCompiler();
    if (linked && !compiler) throw new Failure(`No C++ compiler was found: ${compilerAdvice}.`);
    fs.rmSync(folder(place), { recursive: true, force: true });
    const log = join(place.work, "bench-packages.log");
    /** @type {(what: string, command: string, args: string[]) => Promise<void>} */
    const runStep = (what, command, args) =>
      runLogged({
        ...{ what, command, args, log, cwd: place.root, line },
        env: { ...process.env, PIP_USER: "0" },
        detail: () => lastLine(log).slice(0, 60),
      });
    await runStep("Making the benches' Python environment", python.path, ["-m", "venv", folder(place)]);
    await runStep("Installing the benches' Python packages (pip)", benchPython(place), [
      ...["-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"],
      ...(linked
        ? ["--no-deps", "--require-hashes", "-r", requirements(place)]
        : ["-r", join(dirname(requirements(place)), "requirements.in")]),
    ]);
    if (linked) {
      const target = librariesFolder(place);
      for (const name of emptyLibraries) {
        await runStep(`Making an empty ${name}`, /** @type {string} */ (compiler), [
          ...["-shared", "-fPIC", "-x", "c++", "/dev/null", `-Wl,-soname,${name}`, "-o", join(target, name)],
        ]);
      }
    }
    writeStamp(stampFile(place), wanted(place));
  },
};

/**
 * @param {import("../layout.mjs").Layout} place
 * @returns {string} where PyTorch looks for CUDA's libraries
 */
function librariesFolder(place) {
  const lib = join(folder(place), "lib");
  const python = fs.readdirSync(lib).find((name) => name.startsWith("python3"));
  return join(lib, python ?? "", "site-packages", "nvidia", "cu13", "lib");
}

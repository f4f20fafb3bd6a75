import { execFile } from "node:child_process";
import { existsSync, promises as fs } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { checkoutRoot } from "../checkout";
import type { PythonPackageSource } from "./catalogue";

const run = promisify(execFile);

/** Two minutes for a wheel of a few megabytes: pip's own time-outs are shorter, this only keeps it from hanging. */
const pipTimeout = 120_000;

/**
 * Downloads a package's wheel into a folder through pip, without installing it or what it depends on.
 *
 * pip is that of the project's .venv, else that of python3.
 *
 * @returns Path of the wheel.
 * @throws Error with pip's last words, if neither pip could get it.
 */
export async function downloadWheel(
  source: PythonPackageSource,
  folder: string,
  signal?: AbortSignal,
): Promise<string> {
  const requirement = `${source.package}==${source.version}`;
  const ownPython = path.join(checkoutRoot, ".venv", "bin", "python");
  const pythons = existsSync(ownPython) ? [ownPython, "python3"] : ["python3"];
  const failures: string[] = [];
  for (const python of pythons) {
    try {
      await run(
        python,
        [
          ...["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input", "--quiet"],
          ...["--disable-pip-version-check", "--timeout", "15", "--retries", "1"],
          ...["--dest", folder, requirement],
        ],
        { signal, timeout: pipTimeout, maxBuffer: 1 << 24 },
      );
      const wheel = (await fs.readdir(folder)).find((file) => file.endsWith(".whl"));
      if (wheel) return path.join(folder, wheel);
      failures.push("pip left no wheel");
    } catch (error) {
      signal?.throwIfAborted();
      failures.push(lastWords(error));
    }
  }
  throw new Error(`pip download ${requirement}: ${[...new Set(failures)].join("; ")}`);
}

/** pip's last line on stderr says what went wrong; a missing python3 has only its code. */
function lastWords(error: unknown): string {
  const { stderr, message, code } = error as { stderr?: string; message: string; code?: string };
  if (code === "ENOENT") return "python3 was not found";
  const lines = (stderr ?? "").split("\n").filter((line) => line.trim() !== "");
  return (lines.at(-1) ?? message).replace(/^ERROR: /, "").trim();
}

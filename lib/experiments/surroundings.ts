import { execFile } from "node:child_process";
import os from "node:os";
import { promisify } from "node:util";
import { tensorflowVersion } from "../engine";
import packageJson from "../package.json";
import { libraryFolder } from "./importClosure";
import type { RunCode, RunMachine, RunRecord } from "./runRecord";

/** Versions of what computes. */
export function versions(): RunRecord["versions"] {
  return { longtail: packageJson.version, tensorflow: tensorflowVersion(), node: process.versions.node };
}

/** The machine and the process. */
export function machine(): RunMachine {
  const cpus = os.cpus();
  return {
    host: os.hostname(),
    pid: process.pid,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus[0]?.model.trim() ?? "unknown",
    cores: cpus.length,
    memoryGiB: Math.round((10 * os.totalmem()) / 2 ** 30) / 10,
  };
}

/** Commit of the checkout, and whether lib/ differs from it; nulls where git cannot say. */
export async function gitState(): Promise<Pick<RunCode, "commit" | "dirty">> {
  const git = async (...words: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)("git", words, { cwd: libraryFolder, timeout: 5000 });
    return stdout.trim();
  };
  try {
    const [commit, changes] = await Promise.all([
      git("rev-parse", "HEAD"),
      git("status", "--porcelain", "--", "."),
    ]);
    return { commit, dirty: changes !== "" };
  } catch {
    return { commit: null, dirty: null };
  }
}

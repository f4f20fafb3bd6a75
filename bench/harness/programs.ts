import { join } from "node:path";
import type { SideProgram } from "./side";

const folder = join(__dirname, "..");

/** A script of bench/ours, in a process of its own. */
export function oursProgram(label: string, script: string, ...args: string[]): SideProgram {
  return {
    label,
    command: process.execPath,
    args: ["--import", "tsx", join(folder, "ours", `${script}.ts`), ...args],
  };
}

/** A script of bench/python, in a process of its own. */
export function pythonProgram(label: string, python: string, script: string, ...args: string[]): SideProgram {
  return { label, command: python, args: [join(folder, "python", `${script}.py`), ...args] };
}

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BenchContext, Prepared, PreparedCase } from "./bench";
import { oursProgram } from "./programs";
import { Side } from "./side";

/** Prepares each case once a run, in a folder that goes when the run ends. */
export function preparedIn(folder: string, say: (line: string) => void): BenchContext["prepared"] {
  const made = new Map<PreparedCase, Promise<Prepared>>();
  const make = async (name: PreparedCase): Promise<Prepared> => {
    const target = join(folder, name);
    mkdirSync(target);
    const { source } = await Side.ask<{ source: string }>(oursProgram("longtail", "prepare", name, target));
    say(`case ${name}: ${source}`);
    return { folder: target, source };
  };
  return (name) => {
    const making = made.get(name) ?? make(name);
    made.set(name, making);
    return making;
  };
}

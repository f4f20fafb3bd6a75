import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { ChildOutcome, ChildRun } from "./runChild";

/** A run in a process of its own. */
export interface Child {
  /** Resolves when the run is about to begin. */
  readonly ready: Promise<void>;
  /** Resolves after its first epoch, or when it is over. */
  readonly training: Promise<void>;
  /** What it came to; null where it was killed before. */
  readonly outcome: Promise<ChildOutcome | null>;
  /** What it wrote to stderr so far. */
  readonly errors: () => string;
  /** Ends it as `kill -9` does. */
  kill(): void;
}

/** Starts a run in a process of its own. @param shell put before the command, such as a limit on file sizes. */
export function startChild(run: ChildRun, shell = ""): Child {
  const script = path.join(__dirname, "runChild.ts");
  const command = `${shell} exec "$0" --import tsx "$1" "$2"`;
  const child = spawn("/bin/sh", ["-c", command, process.execPath, script, JSON.stringify(run)], {
    cwd: path.resolve(__dirname, "../.."),
  });
  let errors = "";
  child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  const marks = new Map<string, () => void>();
  const mark = (line: string): Promise<void> => new Promise((resolve) => marks.set(line, resolve));
  const [ready, training] = [mark("ready"), mark("epoch")];
  const outcome = new Promise<ChildOutcome | null>((resolve, reject) => {
    let result: ChildOutcome | null = null;
    createInterface(child.stdout).on("line", (line) => {
      const reached = marks.get(line);
      if (reached) reached();
      else result = JSON.parse(line) as ChildOutcome;
    });
    child.on("close", (code, signal) => {
      if (code === 0 || signal === "SIGKILL") resolve(result);
      else reject(new Error(`The child ended with ${code ?? signal}: ${errors}`));
      for (const reached of marks.values()) reached();
    });
  });
  return { ready, training, outcome, errors: () => errors, kill: () => child.kill("SIGKILL") };
}

import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";

const root = path.resolve(__dirname, "../..");

/** What a command came to. */
export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** A command that runs. */
export interface Running {
  readonly process: ChildProcess;
  readonly answer: Promise<Answer>;
  /** Resolves when standard error holds the text. */
  readonly says: (text: string) => Promise<void>;
}

/** Starts the command line as a shell does. */
export function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [path.join(root, "cli", "longtail.cjs"), ...args], {
    cwd: root,
    env: { ...process.env, npm_lifecycle_event: undefined, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let error = "";
  const waiting = new Map<string, () => void>();
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => {
    error += text.toString();
    for (const [awaited, resolve] of waiting) if (error.includes(awaited)) resolve();
  });
  const answer = new Promise<Answer>((resolve) => {
    child.on("close", (code) => {
      for (const release of waiting.values()) release();
      resolve({ code, out, error });
    });
  });
  const says = (text: string): Promise<void> =>
    new Promise((resolve) => {
      if (error.includes(text)) resolve();
      else waiting.set(text, resolve);
    });
  return { process: child, answer, says };
}

/** Runs the command line to its end. */
export const longtail = (args: readonly string[], environment?: NodeJS.ProcessEnv): Promise<Answer> =>
  start(args, environment).answer;

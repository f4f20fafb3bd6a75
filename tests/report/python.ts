import { spawn } from "node:child_process";
import { join } from "node:path";

export const root = join(__dirname, "..", "..");
const program = join(root, ".venv", "bin", "python");

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a Python program of the workbook; `during` is told each piece of output, with a way to signal the program. */
export function runPython(
  args: readonly string[],
  during?: (output: string, signal: (name: NodeJS.Signals) => void) => void,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      during?.(text, (name) => child.kill(name));
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Writes the page of a notebook that holds its outputs; throws what Python said where it could not. */
export async function writePage(notebook: string, target: string): Promise<void> {
  const ran = await runPython([join(root, "tests", "report", "writePage.py"), notebook, target]);
  if (ran.code !== 0) throw new Error(ran.stderr);
}

/** Runs `npm run report` below npm: the arguments are those after `--`. */
export const render = (args: readonly string[], during?: Parameters<typeof runPython>[1]): Promise<Ran> =>
  runPython([join(root, "report", "render.py"), ...args], during);

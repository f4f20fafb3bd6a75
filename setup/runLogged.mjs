import { spawn } from "node:child_process";
import fs from "node:fs";
import { dirname } from "node:path";
import { adviceFor } from "./advice.mjs";
import { Failure } from "./failure.mjs";
import { shareLocksWith } from "./lock.mjs";

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/** Ends what set-up has started; called when set-up itself is told to stop. */
export function stopChildren() {
  for (const child of running) child.kill("SIGTERM");
}

/**
 * Runs a program of set-up with its output in a log, and moves the step's line meanwhile.
 *
 * @param {object} options
 * @param {string} options.what what is being done, for the error's sentence
 * @param {string} options.command
 * @param {string[]} options.args
 * @param {string} options.log
 * @param {string} options.cwd
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {import("./progress.mjs").StepLine} options.line
 * @param {() => string} [options.detail] how far it is
 * @param {number} [options.timeout] milliseconds after which it is given up
 * @returns {Promise<void>}
 */
export async function runLogged({
  what,
  command,
  args,
  log,
  cwd,
  env = process.env,
  line,
  detail,
  timeout = 0,
}) {
  fs.mkdirSync(dirname(log), { recursive: true });
  const output = fs.openSync(log, "w");
  const ending = await new Promise((/** @type {(ending: string) => void} */ resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", output, output], timeout });
    running.add(child);
    if (child.pid) shareLocksWith(child.pid);
    const timer = setInterval(() => line.update(detail?.() ?? ""), line.live ? 250 : 2000);
    const end = (/** @type {string} */ text) => {
      clearInterval(timer);
      running.delete(child);
      resolve(text);
    };
    child.on("error", (error) => end(error.message));
    child.on("exit", (code, signal) =>
      end(code === 0 ? "" : signal ? `ended by ${signal}` : `exit code ${code}`),
    );
  });
  fs.closeSync(output);
  if (!ending) return;
  const text = fs.readFileSync(log, "utf8");
  throw new Failure(
    `${what} failed (${ending}); ${adviceFor(text)}, then run the command again; log: ${log}`,
  );
}

/**
 * @param {string} log
 * @returns {string} its last line that is not empty
 */
export function lastLine(log) {
  try {
    return fs.readFileSync(log, "utf8").trimEnd().split("\n").at(-1)?.trim() ?? "";
  } catch {
    return "";
  }
}

import { spawn } from "node:child_process";
import { constants } from "node:os";
import { Failure } from "./failure.mjs";

/**
 * Runs a program in the foreground as if it had taken this process's place: it has the terminal, gets the signals,
 * and its exit code is the answer.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code; 128 and the signal's number where a signal ended it
 */
export function runInForeground(command, args, { cwd, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: "inherit" });
    const pass = (/** @type {NodeJS.Signals} */ signal) => {
      // At a terminal, Ctrl-C has already reached the child: a second one would mean "at once" to JupyterLab.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, pass);
    const forget = () => {
      for (const signal of signals) process.off(signal, pass);
    };
    child.on("error", (error) => {
      forget();
      reject(new Failure(`${command} cannot be started (${error.message}); run "npm run doctor".`));
    });
    child.on("exit", (code, signal) => {
      forget();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * The environment in which the project's Python programs run: its own environment first.
 *
 * @param {import("./layout.mjs").Layout} place
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {NodeJS.ProcessEnv}
 */
export function pythonEnvironment(place, environment = process.env) {
  return {
    ...environment,
    VIRTUAL_ENV: place.venv,
    PATH: [`${place.venv}/bin`, environment.PATH].filter(Boolean).join(":"),
  };
}

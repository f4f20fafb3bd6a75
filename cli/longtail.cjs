#!/usr/bin/env node
// The command `longtail`. It starts the program proper and stands by: a signal is passed on, and a program that is too
// busy to hear it, deep in a native call, is ended all the same, so that Ctrl-C never takes longer than two seconds.
// Nothing is lost by that: records are written whole, and a run goes on from its last checkpoint.
const { fork } = require("node:child_process");
const { constants } = require("node:os");
const path = require("node:path");

const patience = 1600; // milliseconds

const program = fork(path.join(__dirname, "start.cjs"), process.argv.slice(2), { execArgv: [] });

let stopped;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    program.kill(signal);
    if (stopped) return;
    stopped = signal;
    setTimeout(() => {
      program.kill("SIGKILL");
      process.stderr.write("\nStopped. The same command goes on from the last checkpoint.\n");
    }, patience).unref();
  });
}

program.on("error", (error) => {
  process.stderr.write(`The command line cannot be started (${error.message}); run "npm run doctor".\n`);
  process.exit(1);
});
program.on("exit", (code, signal) => {
  if (stopped && code === null) process.exit(128 + constants.signals[stopped]);
  process.exit(code ?? 128 + constants.signals[signal]);
});

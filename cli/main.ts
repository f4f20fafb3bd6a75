import { CommanderError } from "commander";
import { exitCodes, UsageError } from "./exitCodes";
import { Interrupted, listenForSignals, stopping, thisCommand } from "./interruption";
import { note, reserveStandardOutput } from "./output";
import { program } from "./program";

/** What the exit code is after an error, which is told first. */
function exitCodeAfter(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (stopping.aborted) {
    const reason: unknown = stopping.reason;
    note(`\nStopped. The same command goes on from there:\n  ${thisCommand()}`);
    return reason instanceof Interrupted ? reason.exitCode : exitCodes.interrupted;
  }
  note(error instanceof Error ? error.message : String(error));
  if (process.env["LONGTAIL_DEBUG"]) console.error(error);
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
}

async function main(): Promise<number> {
  // The library prints nothing on purpose; what it prints by accident must not get into JSON.
  reserveStandardOutput();
  listenForSignals();
  let exitCode: number = exitCodes.done;
  await program((code) => {
    exitCode = code;
  }).parseAsync();
  return exitCode;
}

main()
  .catch(exitCodeAfter)
  // A worker's or an engine's handle is no reason to stay once all is said.
  .then((code) => process.exit(code))
  .catch(() => process.exit(exitCodes.failed));

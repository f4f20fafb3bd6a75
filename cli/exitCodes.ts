/** What the command's exit code means; `--help` says the same. */
export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export const exitCodesHelp = `
Exit codes: 0 done, 1 something failed, 2 the command was not understood, 130 stopped by Ctrl-C
(143 by SIGTERM). Nothing is lost when a command is stopped: the same command goes on from there.`;

/** The command asks for something that does not exist or cannot be: its exit code is 2. */
export class UsageError extends Error {}

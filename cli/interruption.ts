import { constants } from "node:os";

/** The command was stopped by a signal. */
export class Interrupted extends Error {
  constructor(readonly signal: NodeJS.Signals) {
    super(`Stopped by ${signal}.`);
  }

  get exitCode(): number {
    return 128 + constants.signals[this.signal];
  }
}

const controller = new AbortController();

/** Raised when the command is to stop. */
export const stopping: AbortSignal = controller.signal;

/** Has Ctrl-C and its like raise `stopping`, and ends this process when its starter is gone. */
export function listenForSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // A terminal's Ctrl-C comes twice, from the terminal and from the starter: once is enough.
    process.on(signal, () => controller.abort(new Interrupted(signal)));
  }
  process.on("disconnect", () => process.exit(128 + constants.signals.SIGHUP));
  // The channel is only there to notice that; it is no reason to stay.
  process.channel?.unref();
}

const plain = /^[\w@%+=:,./-]+$/;

/** The command as it was typed, to be typed again. */
export function thisCommand(args: readonly string[] = process.argv.slice(2)): string {
  const start =
    process.env["npm_lifecycle_event"] === "longtail" ? "npm run longtail --" : "npx --no-install longtail";
  const quoted = args.map((text) => (plain.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`));
  return [start, ...quoted].join(" ");
}

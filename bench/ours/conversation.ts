import fs from "node:fs";

/** What the harness asks a side for. */
export type Request = { readonly run: number } | { readonly end: true };

/** Answers the harness: one JSON object a line. */
export function say(answer: object): void {
  fs.writeSync(1, `${JSON.stringify(answer)}\n`);
}

const chunk = Buffer.alloc(4096);
let unread = "";

/** Waits for the harness's next request. It blocks: a side that is not asked must not be busy. */
export function hear(): Request {
  while (!unread.includes("\n")) {
    const length = fs.readSync(0, chunk);
    if (length === 0) return { end: true };
    unread += chunk.toString("utf8", 0, length);
  }
  const end = unread.indexOf("\n");
  const line = unread.slice(0, end);
  unread = unread.slice(end + 1);
  return JSON.parse(line) as Request;
}

/** Tells the peak of the resident size and ends the process. */
export function leave(): never {
  say({ peakBytes: process.resourceUsage().maxRSS * 1024 });
  process.exit(0);
}

/** Says what it is, then runs a block for each request until the harness ends it. */
export async function serve(
  ready: object,
  run: (count: number) => Promise<{ seconds: number }>,
): Promise<never> {
  say(ready);
  for (;;) {
    const request = hear();
    if ("end" in request) return leave();
    say(await run(request.run));
  }
}

/** Runs a side's script; what goes wrong is told in one line, and the harness notices the missing answer. */
export function runScript(main: () => Promise<unknown>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}

/** What a program of the report was asked, as JSON on its standard input. */
export async function standardInput<Asked>(): Promise<Asked> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return JSON.parse(Buffer.concat(pieces).toString("utf8")) as Asked;
}

/** Answers with JSON; an error is one line for the reader. */
export function answer(work: () => Promise<unknown>): void {
  work().then(
    (result) => process.stdout.write(JSON.stringify(result)),
    (error: Error) => {
      process.stderr.write(`${error.message.split("\n")[0]}\n`);
      process.exitCode = 1;
    },
  );
}

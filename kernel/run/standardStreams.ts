import { StringDecoder } from "node:string_decoder";
import type { CurrentCell } from "./currentCell";
import type { StreamName } from "./cell";

/**
 * Sends what is written to process.stdout and process.stderr (console.log included) to the cell that wrote it. Before
 * the first cell it goes where it always went, to the console that Jupyter was started from.
 */
export function redirectStandardStreams(current: CurrentCell): void {
  redirect("stdout", current);
  redirect("stderr", current);
}

function redirect(name: StreamName, current: CurrentCell): void {
  const stream = process[name];
  const toConsole = stream.write.bind(stream) as (...parts: unknown[]) => boolean;
  const decoder = new StringDecoder("utf8");
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const cell = current.owner;
    if (!cell) return toConsole(chunk, ...rest);
    cell.write(name, typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk)));
    const done = rest.find((argument) => typeof argument === "function") as (() => void) | undefined;
    if (done) process.nextTick(done);
    return true;
  };
}

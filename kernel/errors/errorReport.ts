import { inspect } from "node:util";
import { Interrupted } from "../run/interrupted";
import type { CompiledCells } from "./compiledCells";
import { CompileError } from "./compileError";
import { excerpt } from "./excerpt";

/** An error as Jupyter's messages carry it. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

const longestChain = 5; // causes of causes shown

/** Describes what a cell threw. `preface` is a line to put before it. */
export function reportError(
  thrown: unknown,
  cells: CompiledCells,
  root: string,
  preface?: string,
): ErrorReport {
  const tidy = (text: string): string =>
    text.replaceAll(`${root}/`, "").replace(/\nRequire stack:\n(?:- .*\n?)*/g, "");
  if (thrown instanceof CompileError || thrown instanceof Interrupted) {
    const details = thrown instanceof CompileError ? thrown.details : `${thrown.name}: ${thrown.message}`;
    return { ename: thrown.name, evalue: thrown.message, traceback: [details] };
  }
  const { ename, evalue } = nameAndValue(thrown);
  const blocks = describe(thrown, cells);
  return {
    ename,
    evalue: tidy(evalue),
    traceback: (preface === undefined ? blocks : [preface, ...blocks]).map(tidy),
  };
}

function nameAndValue(thrown: unknown): { ename: string; evalue: string } {
  if (isError(thrown)) return { ename: String(thrown.name || "Error"), evalue: String(thrown.message) };
  return { ename: "Thrown value", evalue: inspect(thrown) };
}

/** The header, the line of the cell that it came from and the frames; then the causes, each the same way. */
function describe(thrown: unknown, cells: CompiledCells, depth = 0): string[] {
  if (!isError(thrown)) return [`Thrown value: ${inspect(thrown)}`];
  const { ename, evalue } = nameAndValue(thrown);
  const stack = typeof thrown.stack === "string" ? thrown.stack : "";
  const firstFrame = stack.search(/^ {4}at /m);
  const frames = firstFrame < 0 ? "" : stack.slice(firstFrame);
  const blocks = [evalue === "" ? ename : `${ename}: ${evalue}`];
  const inCell = /Cell (\d+), line (\d+), column (\d+)/.exec(frames);
  const source = inCell && depth === 0 ? cells.source(Number(inCell[1])) : undefined;
  if (inCell && source !== undefined) {
    blocks.push(`${inCell[0]}\n${excerpt(source, Number(inCell[2]), Number(inCell[3]))}`);
  }
  if (frames !== "") blocks.push(frames);
  const related: [string, unknown][] = thrown.cause === undefined ? [] : [["Caused by: ", thrown.cause]];
  if (thrown instanceof AggregateError)
    related.push(...thrown.errors.map((one): [string, unknown] => ["One of: ", one]));
  if (depth < longestChain) {
    for (const [label, error] of related) {
      const [head, ...rest] = describe(error, cells, depth + 1);
      blocks.push(label + head, ...rest);
    }
  }
  return blocks;
}

/** Also for errors of another realm, which `instanceof` does not know. */
function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

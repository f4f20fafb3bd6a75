import path from "node:path";
import { writeFileWhole } from "../lib/training/writeFileWhole";

/** Where JSON goes: "-" is standard output, anything else a file. */
export const standardOutput = "-";

/** Keeps standard output for JSON alone: what a library prints goes to standard error. */
export function reserveStandardOutput(): void {
  console.log = console.error;
  console.info = console.error;
  // Without a listener, a reader that has had enough, such as `head`, would end the command with a stack.
  process.stdout.on("error", () => {});
}

/** Writes JSON to standard output, on one line, or to a file, whole or not at all. */
export async function writeJson(value: unknown, target: string): Promise<void> {
  if (target === standardOutput) {
    await print(JSON.stringify(value));
    return;
  }
  try {
    await writeFileWhole(target, [`${JSON.stringify(value, null, 2)}\n`]);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The JSON could not be written to ${path.resolve(target)} (${reason}).`, { cause });
  }
}

/** Prints text and a line's end to standard output, and waits until it is out, or nobody reads it any more. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${text}\n`, (error?: NodeJS.ErrnoException | null) => {
      if (error && error.code !== "EPIPE") reject(error);
      else resolve();
    });
  });
}

/** Tells something beside the result. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Columns of text, each as wide as its widest cell; numbers to the right. */
export function textTable(rows: readonly (readonly (string | number)[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          typeof cell === "number" || /^[-\d.,%]+$/.test(cell)
            ? String(cell).padStart(widths[column])
            : cell.padEnd(widths[column]),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

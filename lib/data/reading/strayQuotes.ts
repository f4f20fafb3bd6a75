/** A text with its malformed lines blanked, and which those were. */
export interface BlankedText {
  readonly text: string;
  /** Line numbers from 1. */
  readonly malformed: readonly number[];
}

/** A quoted value may run over this many lines; further on, an open quote is taken for a slip. */
const longestValue = 20;

/**
 * Blanks the lines whose quotes do not pair up, so that DuckDB need not guess where the next row starts.
 *
 * Told to go on after a stray quote, DuckDB can refuse the row before it and take the rest of the line for the start
 * of the next. A blank line it skips, and lines keep their numbers. A line stays if it, alone or joined with the
 * lines after it, is a row of values that are quoted from end to end (with `""` for a quote) or have no quote.
 */
export function blankStrayQuotes(text: string, delimiter: string): BlankedText {
  const between = delimiter.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const value = `(?:"(?:[^"]|"")*"|[^"${between}\\n]*)`;
  const row = new RegExp(`^${value}(?:${between}${value})*$`);
  const lines = text.split("\n");
  const malformed: number[] = [];
  for (let start = 0; start < lines.length;) {
    const length = rowLength(lines, start, row);
    if (length === 0) {
      malformed.push(start + 1);
      lines[start] = "";
    }
    start += Math.max(1, length);
  }
  return { text: lines.join("\n"), malformed };
}

/** How many lines the row at `start` has; 0 if none that pairs up its quotes starts there. */
function rowLength(lines: readonly string[], start: number, row: RegExp): number {
  let joined = lines[start];
  for (let length = 1; length <= longestValue; length++) {
    if (row.test(joined)) return length;
    if (start + length >= lines.length) return 0;
    joined += `\n${lines[start + length]}`;
  }
  return 0;
}

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
  const blanker = new StrayQuoteBlanker(delimiter);
  const lines = blanker.take(text.split("\n")).concat(blanker.finish());
  return { text: lines.join("\n"), malformed: blanker.malformed };
}

/** Does the same to a text of any size, which is given to it some lines at a time. */
export class StrayQuoteBlanker {
  /** Line numbers from 1. */
  readonly malformed: number[] = [];
  private readonly row: RegExp;
  private held: string[] = [];
  private line = 0;

  /** @param backslashes - Whether a quote within a value is written `\"` in place of `""`. */
  constructor(delimiter: string, backslashes = false) {
    const between = delimiter.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    const inside = backslashes ? String.raw`[^"\\]|\\[^]` : `[^"]|""`;
    const value = `(?:"(?:${inside})*"|[^"${between}\\n]*)`;
    this.row = new RegExp(`^${value}(?:${between}${value})*$`);
  }

  /** Takes the next lines, and gives back those that are decided. */
  take(lines: readonly string[]): string[] {
    this.held = this.held.concat(lines);
    return this.decide(this.held.length - longestValue);
  }

  /** The lines that were held back for what might have followed. */
  finish(): string[] {
    return this.decide(this.held.length);
  }

  private decide(end: number): string[] {
    let start = 0;
    while (start < end) {
      const length = this.held[start].includes('"') ? rowLength(this.held, start, this.row) : 1;
      if (length === 0) {
        this.malformed.push(this.line + start + 1);
        this.held[start] = "";
      }
      start += Math.max(1, length);
    }
    const decided = this.held.slice(0, start);
    this.held = this.held.slice(start);
    this.line += start;
    return decided;
  }
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

const lineFeed = 0x0a;
const quote = 0x22;

/** A row that DuckDB refused: where it starts in the file, and its text. */
export interface RefusedRow {
  /** Byte offset from 0. */
  readonly offset: number;
  readonly text: string;
}

/** Line number, from 1, of the first character at or after a byte offset that is not a line end. */
export function lineAt(bytes: Buffer, offset: number): number {
  let start = offset;
  while (start < bytes.length && bytes[start] === lineFeed) start++;
  let line = 1;
  for (
    let feed = bytes.indexOf(lineFeed);
    feed >= 0 && feed < start;
    feed = bytes.indexOf(lineFeed, feed + 1)
  ) {
    line++;
  }
  return line;
}

/** What the line numbers of rows depend on. */
export interface RowForm {
  /** Whether values may stand in quotes, and so hold line ends. */
  readonly quoted: boolean;
  readonly header: boolean;
  readonly delimiter: string;
}

/**
 * Line numbers of rows that DuckDB accepted, by their position among the accepted rows.
 *
 * @param positions - From 0, ascending.
 */
export function linesOfAccepted(
  bytes: Buffer,
  positions: readonly number[],
  layout: RowForm,
  refused: readonly RefusedRow[],
): readonly number[] {
  const locator = new RowLocator(positions, layout, refused);
  locator.feed(bytes);
  return locator.accepted;
}

/**
 * Finds the lines of rows in a file that is fed to it block by block.
 *
 * DuckDB keeps the place of refused rows only. Accepted rows fill the rest of the file in order, so one pass over the
 * bytes finds them: blank lines and refused rows are stepped over, and a quoted value may hold line ends.
 */
export class RowLocator {
  /** Line of each wanted accepted row, as far as they are found. */
  readonly accepted: number[] = [];
  /** Line of each refused row, as far as they are found. */
  readonly refused: number[] = [];
  private readonly refusedLength = new Map<number, number>();
  /** Of a quoted form, one byte; undefined where values are never quoted. */
  private readonly delimiter: number | undefined;
  private position: number;
  private line = 1;
  private offset = 0;
  private startsRow = true;
  private skipUntil = -1;
  private inside = false;
  /** Where a quote opens a quoted value: at the value's start, and after a closing quote (the two are a quote in it). */
  private opensAt = 0;

  constructor(
    private readonly positions: readonly number[],
    form: RowForm,
    refused: readonly RefusedRow[],
  ) {
    this.position = form.header ? -1 : 0;
    this.delimiter = form.quoted ? form.delimiter.charCodeAt(0) : undefined;
    for (const { offset, text } of refused) {
      // DuckDB counts blank lines before a refused row to it.
      const blank = text.length - text.replace(/^\n+/, "").length;
      this.refusedLength.set(offset + blank, Buffer.byteLength(text) - blank);
    }
  }

  /** Takes the file's next bytes. */
  feed(bytes: Buffer): void {
    for (let index = 0; index < bytes.length; index++) this.step(bytes[index], this.offset + index);
    this.offset += bytes.length;
  }

  private step(byte: number, at: number): void {
    if (this.startsRow) {
      const skipped = this.refusedLength.get(at);
      if (skipped !== undefined) {
        this.refused.push(this.line);
        this.skipUntil = at + skipped;
      } else if (byte !== lineFeed) {
        if (this.position === this.positions[this.accepted.length]) this.accepted.push(this.line);
        this.position += 1;
        this.inside = false;
        this.opensAt = at;
      }
      this.startsRow = skipped === undefined && byte === lineFeed;
    }
    if (byte === lineFeed) this.line += 1;
    if (this.skipUntil >= 0) {
      this.startsRow = at >= this.skipUntil;
      if (this.startsRow) this.skipUntil = -1;
    } else if (byte === lineFeed) {
      this.startsRow ||= !this.inside;
    } else if (this.delimiter !== undefined) {
      this.followQuotes(byte, at);
    }
  }

  /** A quote opens a quoted value at the value's start only; further on it is a plain character, as it is to DuckDB. */
  private followQuotes(byte: number, at: number): void {
    if (byte === this.delimiter && !this.inside) this.opensAt = at + 1;
    if (byte !== quote) return;
    if (this.inside) this.opensAt = at + 1;
    this.inside = !this.inside && at === this.opensAt;
  }
}

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

/**
 * Line numbers of rows that DuckDB accepted, by their position among the accepted rows.
 *
 * DuckDB keeps the place of refused rows only. Accepted rows fill the rest of the file in order, so one pass over the
 * bytes finds them: blank lines and refused rows are stepped over, and a quoted value may hold line ends.
 *
 * @param positions - From 0, ascending.
 */
export function linesOfAccepted(
  bytes: Buffer,
  positions: readonly number[],
  layout: { readonly quoted: boolean; readonly header: boolean; readonly delimiter: string },
  refused: readonly RefusedRow[],
): readonly number[] {
  const refusedLength = new Map<number, number>();
  for (const { offset, text } of refused) {
    // DuckDB counts blank lines before a refused row to it.
    const blank = text.length - text.replace(/^\n+/, "").length;
    refusedLength.set(offset + blank, Buffer.byteLength(text) - blank);
  }
  const delimiter = layout.quoted ? layout.delimiter.charCodeAt(0) : undefined;
  const lines: number[] = [];
  let line = 1;
  let accepted = layout.header ? -1 : 0;
  for (let start = 0; start < bytes.length && lines.length < positions.length;) {
    const skipped = refusedLength.get(start);
    const end = skipped === undefined ? rowEnd(bytes, start, delimiter) : start + skipped;
    const isRow = skipped === undefined && end > start;
    if (isRow) {
      if (accepted === positions[lines.length]) lines.push(line);
      accepted++;
    }
    for (let index = start; index < end; index++) if (bytes[index] === lineFeed) line++;
    if (bytes[end] === lineFeed) line++;
    start = end + 1;
  }
  return lines;
}

/**
 * Offset of the line end that closes the row starting at `start`. A quote opens a quoted value at the value's start only;
 * further on it is a plain character, as it is to DuckDB.
 *
 * @param delimiter - Of a quoted layout, one byte; undefined where values are never quoted.
 */
function rowEnd(bytes: Buffer, start: number, delimiter: number | undefined): number {
  let inside = false;
  // Where a quote opens a quoted value: at the value's start, and after a closing quote (the two are a quote in it).
  let opensAt = start;
  for (let index = start; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === lineFeed && !inside) return index;
    if (byte === delimiter && !inside) opensAt = index + 1;
    if (byte !== quote || delimiter === undefined) continue;
    if (inside) opensAt = index + 1;
    inside = !inside && index === opensAt;
  }
  return bytes.length;
}

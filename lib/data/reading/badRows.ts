import type { BadRow } from "../provenance";

/** More than this share of a file's rows bad means a file of another kind, not one with gaps. */
const tolerated = 0.01;
const kept = 20;

/** Bad rows of one data set's files: all counted, the first 20 kept. */
export class BadRows {
  private readonly rows: BadRow[] = [];
  private total = 0;

  get count(): number {
    return this.total;
  }

  get first(): readonly BadRow[] {
    return this.rows;
  }

  /**
   * Adds the bad rows of one file.
   *
   * @param found - The first of them, in the order of lines.
   * @param count - How many there are in all.
   * @param good - How many rows of the file are good.
   * @param expected - What a row should have looked like, for the message.
   * @throws Error if they are more than 1 % of the file's rows.
   */
  add(file: string, found: readonly BadRow[], count: number, good: number, expected: string): void {
    this.rows.push(...found.slice(0, kept - this.rows.length));
    this.total += count;
    if (count <= tolerated * (count + good)) return;
    const [first] = found;
    throw new Error(
      `${file}: ${count} of ${count + good} rows are bad, more than 1 %; the first is line ${first.line}: ${first.reason}. Expected ${expected}.`,
    );
  }
}

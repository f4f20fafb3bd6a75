/** Something that can be wrong with a row. */
export interface RowProblem {
  /** SQL condition over the file's columns. */
  readonly when: string;
  /** SQL expression, VARCHAR, over the file's columns: what is wrong. */
  readonly reason: string;
}

/** The table that is made of a file. */
export interface LoadedTable {
  /** Its columns, each an SQL expression over the file's columns. */
  readonly columns: readonly { readonly name: string; readonly value: string }[];
  readonly problems: readonly RowProblem[];
  /** A column of which a second row with the same value has a problem, and what messages call it. */
  readonly unique?: { readonly column: string; readonly called: string };
}

/** One cell as people read it. */
export interface TableCell {
  readonly text: string;
  /** Whether it holds the best value of its kind, which is set in bold. */
  readonly best?: boolean;
}

/** What a result table shows, as plain values. Strings are as they came; each format escapes them for itself. */
export interface TableParts {
  readonly columns: readonly { readonly title: string; readonly align: "left" | "right" }[];
  /** One array a row, a cell a column. */
  readonly rows: readonly (readonly TableCell[])[];
  /** What the numbers are, in sentences. */
  readonly caption: string;
  /** The numbers behind the cells, unrounded, one line a number of the table: what CSV holds. */
  readonly values: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | number | null)[])[];
  };
}

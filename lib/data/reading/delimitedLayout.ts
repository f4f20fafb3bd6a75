/** One column of a delimited file. */
export interface DelimitedColumn {
  readonly name: string;
  readonly kind: "text" | "number";
  /** A row without a value here is bad. Default false. */
  readonly required?: boolean;
  /** A second row with the same value here is bad; the first is kept. Default false. */
  readonly unique?: boolean;
}

/** How a file is delimited, and which columns it has. */
export interface DelimitedLayout {
  readonly delimiter: string;
  /** The delimiter's name in messages, such as "tabs". */
  readonly delimiterName: string;
  /** Values stand in double quotes that may hold the delimiter; `""` or `\"` is a quote. */
  readonly quoted: boolean;
  /** The first line names the columns. */
  readonly header: boolean;
  /** All columns in file order. */
  readonly columns: readonly DelimitedColumn[];
}

/** What the rows of a layout look like, in words. */
export function describeLayout(layout: DelimitedLayout): string {
  const names = layout.columns.map((column) => column.name);
  const shown = names.length > 8 ? [...names.slice(0, 6), "...", names.at(-1)] : names;
  return `${names.length} columns divided by ${layout.delimiterName} (${shown.join(", ")})`;
}

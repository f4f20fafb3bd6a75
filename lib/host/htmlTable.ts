import { escapeUTF8 } from "entities";
import { count } from "./numbers";

/** What `htmlTable` makes a table of. */
export interface HtmlTableOptions {
  readonly columns: readonly string[];
  /** One array a row, a value a column. */
  readonly rows: readonly (readonly unknown[])[];
  /** A heading for each row, shown before its first column. Default: none. */
  readonly rowNames?: readonly string[];
  /** Text under the table. Default: where rows are left out, how many of how many are shown. */
  readonly caption?: string;
  /** The most rows shown. Default: all. */
  readonly rowLimit?: number;
  /** How many rows there are, where `rows` holds only the first of them. Default: `rows.length`. */
  readonly totalRows?: number;
}

/**
 * An HTML table of plain values: numbers right-aligned, with the same number of decimals down a column; everything else
 * as text. All text is escaped. Colours and lines come from the page (JupyterLab's light or dark theme, or a report),
 * so the table sets neither. Missing values (undefined, null, NaN) read "n/a".
 *
 * @throws RangeError where a row is not as long as `columns`
 */
export function htmlTable(options: HtmlTableOptions): string {
  const { columns, rowNames } = options;
  const rows = options.rows.slice(0, options.rowLimit ?? options.rows.length);
  rows.forEach((row, index) => {
    if (row.length === columns.length) return;
    throw new RangeError(`Row ${index} of the table has ${row.length} values for ${columns.length} columns.`);
  });
  const formats = columns.map((_, column) => columnFormat(rows.map((row) => row[column])));
  const align = formats.map(({ isNumeric }) => `text-align:${isNumeric ? "right" : "left"}`);
  const corner = rowNames ? "<th></th>" : "";
  const head = columns
    .map((name, column) => `<th style="${align[column]}">${escapeUTF8(name)}</th>`)
    .join("");
  const body = rows.map((row, index) => {
    const name = rowNames ? `<th scope="row">${escapeUTF8(rowNames[index] ?? "")}</th>` : "";
    const cells = row.map((value, column) => {
      const text = formats[column].text(value);
      const wrapped = text.length > longestLine ? ";white-space:normal;min-width:18em" : "";
      return `<td style="${align[column]}${wrapped}">${text}</td>`;
    });
    return `<tr>${name}${cells.join("")}</tr>`;
  });
  const caption = options.caption ?? defaultCaption(rows.length, options.totalRows ?? options.rows.length);
  return [
    '<div style="overflow-x:auto">',
    '<table class="dataframe" style="font-variant-numeric:tabular-nums">',
    `<thead><tr>${corner}${head}</tr></thead>`,
    `<tbody>\n${body.join("\n")}\n</tbody>`,
    "</table>",
    caption === "" ? "" : `<p style="opacity:0.75;font-size:90%">${escapeUTF8(caption)}</p>`,
    "</div>",
  ].join("\n");
}

interface ColumnFormat {
  readonly isNumeric: boolean;
  text(value: unknown): string;
}

/** Characters of a cell that stand on one line: a sentence would push the other columns out of sight. */
const longestLine = 48;

const missing = '<span style="opacity:0.8">n/a</span>';
const mostDecimals = 4; // tells recommenders' metrics apart, and more would be noise

function columnFormat(values: readonly unknown[]): ColumnFormat {
  const present = values.filter((value) => !isMissing(value));
  const isNumeric =
    present.length > 0 && present.every((value) => typeof value === "number" || typeof value === "bigint");
  const decimals = isNumeric ? Math.max(0, ...present.map((value) => decimalsOf(value))) : 0;
  return {
    isNumeric,
    text: (value) => {
      if (isMissing(value)) return missing;
      if (typeof value === "number" && isNumeric) return numberText(value, decimals);
      return escapeUTF8(typeof value === "string" ? value : plainText(value));
    },
  };
}

const isMissing = (value: unknown): boolean => value === undefined || value === null || Number.isNaN(value);

function decimalsOf(value: unknown): number {
  if (typeof value !== "number" || Number.isInteger(value) || !Number.isFinite(value)) return 0;
  return Math.min(
    mostDecimals,
    (value.toFixed(mostDecimals).replace(/0+$/, "").split(".")[1] ?? "").length || mostDecimals,
  );
}

/** Whole numbers keep their digits together: many are ids or years. Very small and very large ones get an exponent. */
function numberText(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 10 ** -mostDecimals || size >= 1e15)) return value.toExponential(2);
  return value.toFixed(decimals);
}

function plainText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object") return JSON.stringify(value) ?? "";
  return typeof value === "symbol" ? value.toString() : `${value as number | bigint | boolean}`;
}

function defaultCaption(shown: number, total: number): string {
  return shown < total ? `first ${count(shown)} of ${count(total)} rows` : "";
}

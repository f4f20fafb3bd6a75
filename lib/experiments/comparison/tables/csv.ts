import type { TableParts } from "./tableParts";

/** Quotes where the separator, a quote or a line break would be misread; a quote inside is doubled. */
const field = (value: string | number | null): string => {
  const text = value === null ? "" : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};

/** The values of a table as CSV (RFC 4180): CRLF between lines, a header first, numbers as JavaScript writes them. */
export function tableAsCsv({ values: { columns, rows } }: TableParts): string {
  return [columns, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

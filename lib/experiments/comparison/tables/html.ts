import { escapeUTF8 } from "entities";
import type { TableParts } from "./tableParts";

/** The table as a notebook shows it; colours and lines come from the page, as for the book's other tables. */
export function tableAsHtml({ columns, rows, caption }: TableParts): string {
  const style = columns.map(({ align }) => `text-align:${align};white-space:nowrap`);
  const head = columns.map(({ title }, column) => `<th style="${style[column]}">${escapeUTF8(title)}</th>`);
  const body = rows.map((row) => {
    const cells = row.map(({ text, best }, column) => {
      const escaped = escapeUTF8(text);
      return `<td style="${style[column]}">${best ? `<strong>${escaped}</strong>` : escaped}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  });
  return [
    '<div style="overflow-x:auto">',
    '<table class="dataframe" style="font-variant-numeric:tabular-nums">',
    `<thead><tr>${head.join("")}</tr></thead>`,
    `<tbody>\n${body.join("\n")}\n</tbody>`,
    "</table>",
    `<p style="opacity:0.75;font-size:90%">${escapeUTF8(caption)}</p>`,
    "</div>",
  ].join("\n");
}

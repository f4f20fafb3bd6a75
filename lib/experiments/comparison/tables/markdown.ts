import { oneLine } from "./oneLine";
import type { TableCell, TableParts } from "./tableParts";

/** Text inside Markdown: what would be markup, a cell's end, HTML or a formula shows as itself. */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]|~$#]/g, (character) => `\\${character}`)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}

const cellText = ({ text, best }: TableCell): string => {
  const escaped = escapeMarkdown(text);
  return best && escaped !== "" ? `**${escaped}**` : escaped;
};

/** A GitHub table, and its caption under it. */
export function tableAsMarkdown({ columns, rows, caption }: TableParts): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ title }) => escapeMarkdown(title))),
    line(columns.map(({ align }) => (align === "right" ? "---:" : "---"))),
    ...rows.map((row) => line(row.map(cellText))),
    "",
    escapeMarkdown(caption),
    "",
  ].join("\n");
}

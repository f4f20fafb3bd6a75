import { htmlTable, type HtmlTableOptions } from "../host";
import { displayable, type Displayable } from "./displayable";

const plain = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "n/a";

/** A small table of plain values, escaped, shown when it is a cell's last expression. */
export function table(options: HtmlTableOptions): Displayable {
  const { columns, rows } = options;
  const lines = [columns, ...rows].map((row) => row.map(plain).join("  "));
  return displayable({ "text/html": htmlTable(options), "text/plain": lines.join("\n") });
}

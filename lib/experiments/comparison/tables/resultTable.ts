import type { MimeBundle } from "../../../host";
import { tableAsCsv } from "./csv";
import { tableAsHtml } from "./html";
import { tableAsLatex } from "./latex";
import { tableAsMarkdown } from "./markdown";
import type { TableParts } from "./tableParts";

/** A table of results: a notebook shows it, and it prints as Markdown, CSV and LaTeX. */
export interface ResultTable extends TableParts {
  /** A GitHub table, and the caption under it. */
  toMarkdown(): string;
  /** The unrounded values as RFC 4180 has it, a header first; an empty field where there is no value. */
  toCsv(): string;
  /** A `table` in booktabs' style (needs \usepackage{booktabs}). */
  toLatex(): string;
  toHtml(): string;
  /** What a notebook shows. */
  readonly [display: symbol]: () => MimeBundle;
}

/** Makes a table of its parts. */
export function resultTable(parts: TableParts): ResultTable {
  return {
    ...parts,
    toMarkdown: () => tableAsMarkdown(parts),
    toCsv: () => tableAsCsv(parts),
    toLatex: () => tableAsLatex(parts),
    toHtml: () => tableAsHtml(parts),
    [Symbol.for("Jupyter.display")]: () => ({
      "text/html": tableAsHtml(parts),
      "text/plain": tableAsMarkdown(parts),
    }),
  };
}

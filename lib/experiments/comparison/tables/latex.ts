import { oneLine } from "./oneLine";
import type { TableCell, TableParts } from "./tableParts";

/** Characters that LaTeX would take for commands, and those of our own that text fonts lack. */
const latexText: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  "%": "\\%",
  _: "\\_",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  '"': "{\\char34}",
  // After the end of a row a bracket would be its argument.
  "[": "{[}",
  "]": "{]}",
  "`": "\\textasciigrave{}",
  "±": "$\\pm$",
  "−": "$-$",
  "∞": "$\\infty$",
};

/** Text inside LaTeX: every character shows as itself. */
export function escapeLatex(text: string): string {
  return (
    oneLine(text)
      .replace(/[\\{}$&#%_^~<>|"[\]`±−∞]/g, (character) => latexText[character])
      // Two hyphens would become one dash.
      .replace(/-(?=-)/g, "-{}")
  );
}

const cellText = ({ text, best }: TableCell): string =>
  best ? `\\textbf{${escapeLatex(text)}}` : escapeLatex(text);

/** A `table` with its caption, in booktabs' style. */
export function tableAsLatex({ columns, rows, caption }: TableParts): string {
  const line = (cells: readonly string[]): string => `    ${cells.join(" & ")} \\\\`;
  return [
    "% \\usepackage{booktabs}",
    "\\begin{table}",
    "  \\centering",
    `  \\caption{${escapeLatex(caption)}}`,
    `  \\begin{tabular}{${columns.map(({ align }) => align[0]).join("")}}`,
    "    \\toprule",
    line(columns.map(({ title }) => escapeLatex(title))),
    "    \\midrule",
    ...rows.map((row) => line(row.map(cellText))),
    "    \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}",
    "",
  ].join("\n");
}

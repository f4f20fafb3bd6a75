/**
 * One line of a source text with a caret under a column, the way compilers show it.
 *
 * @param line counted from one
 * @param column counted from one
 */
export function excerpt(source: string, line: number, column: number): string {
  const text = source.split(/\r?\n/)[line - 1] ?? "";
  const gutter = `${line} | `;
  // Tabs stay tabs, so that the caret stands under its column however wide they are drawn.
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  return `${gutter}${text}\n${" ".repeat(gutter.length - 2)}| ${indent}^`;
}

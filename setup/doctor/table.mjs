/**
 * @typedef {object} Row
 * @property {string} name
 * @property {"ok" | "missing" | "optional"} state optional: not there, and only some things need it
 * @property {string} found
 * @property {string} [todo] the one thing to do
 */

/**
 * @param {Row[]} rows
 * @returns {string} the rows in columns; what to do stands under its row, whatever the terminal's width
 */
export function table(rows) {
  const width = Math.max(...rows.map((row) => row.name.length));
  return rows
    .flatMap((row) => {
      const line = `${row.name.padEnd(width)}  ${row.state.padEnd(8)}  ${row.found}`;
      return row.todo ? [line, `${" ".repeat(width + 12)}-> ${row.todo}`] : [line];
    })
    .join("\n");
}

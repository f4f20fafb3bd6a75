import { isDeepStrictEqual } from "node:util";

/**
 * A notebook as it is committed: without outputs, execution counts, and whatever a front end or a person left in its
 * metadata.
 *
 * @param {string} text the notebook's file
 * @returns {string} the file as it should be
 */
export function cleanNotebook(text) {
  const notebook = JSON.parse(text);
  const { kernelspec, language_info: language } = notebook.metadata ?? {};
  const metadata = {
    ...(kernelspec && { kernelspec: pick(kernelspec, ["display_name", "language", "name"]) }),
    ...(language && { language_info: pick(language, ["file_extension", "mimetype", "name"]) }),
  };
  const cells = notebook.cells.map((/** @type {Record<string, any>} */ cell) => ({
    cell_type: cell.cell_type,
    ...(cell.cell_type === "code" && { execution_count: null }),
    ...(cell.id !== undefined && { id: cell.id }),
    metadata: cell.metadata?.tags?.length > 0 ? { tags: cell.metadata.tags } : {},
    ...(cell.attachments && { attachments: cell.attachments }),
    ...(cell.cell_type === "code" && { outputs: [] }),
    source: lines(cell.source),
  }));
  const { nbformat, nbformat_minor } = notebook;
  return `${JSON.stringify({ cells, metadata, nbformat, nbformat_minor }, null, 1)}\n`;
}

/**
 * Whether a notebook is as it is to be committed, in whatever order its fields stand.
 *
 * @param {string} text the notebook's file
 */
export function isClean(text) {
  const found = JSON.parse(text);
  for (const cell of found.cells) cell.source = lines(cell.source);
  return isDeepStrictEqual(found, JSON.parse(cleanNotebook(text)));
}

/**
 * @param {Record<string, unknown>} record
 * @param {string[]} names
 */
function pick(record, names) {
  return Object.fromEntries(names.filter((name) => name in record).map((name) => [name, record[name]]));
}

/**
 * Text as Jupyter saves it: a string a line, each with its line break.
 *
 * @param {string | string[]} source
 */
function lines(source) {
  const text = typeof source === "string" ? source : source.join("");
  return text === "" ? [] : text.split(/(?<=\n)/);
}

import { didYouMean } from "./nearestName";
import { isUsualName, usualColumn } from "./usualNames";

/** How a delimited text is laid out, as its first lines show. */
export interface TextShape {
  readonly separator: string;
  /** Column names, from the first line or as given. */
  readonly names: readonly string[];
  /** Whether the first line is the header. */
  readonly hasHeader: boolean;
  /** Whether values may stand in double quotes. */
  readonly quoted: boolean;
  /** Whether a quote within a quoted value is written `\"`; else it is `""`. */
  readonly backslashEscapes: boolean;
}

export interface TextShapeOptions {
  /** Given by the person; else the first lines decide. */
  readonly separator?: string;
  /** Column names where the file has no header. */
  readonly header?: readonly string[];
  /** Whether the two can be given: they are options of the interactions alone. */
  readonly canBeTold: boolean;
  /** Column names that the person speaks of: a first line that has one is a header. */
  readonly stated: readonly string[];
}

const candidates = [",", "\t", ";", "|", "::", "^", " "];
const sampledRows = 200;
/** This share of the first rows must have as many columns as the first. */
const even = 0.8;

const separatorNames: Readonly<Record<string, string>> = {
  ",": "commas",
  "\t": "tabs",
  ";": "semicolons",
  " ": "spaces",
};

/** A separator in words, such as "tabs". */
export const separatorName = (separator: string): string => separatorNames[separator] ?? `"${separator}"`;

/** Whether a quote within a value is written `\"`: such quotes are there, and none is doubled. */
const hasBackslashEscapes = (text: string): boolean =>
  /[^\\]\\"/.test(text) && !/[^,;\t|\n]""[^,;\t|\n]/.test(text);

/** The first rows of a text, split at a separator; a separator or a line end within quotes divides nothing. */
function rowsOf(text: string, separator: string): string[][] {
  const backslashes = hasBackslashEscapes(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let start = 0;
  let inside = false;
  const value = (end: number): string => {
    const raw = text.slice(start, end).trim();
    return /^"[^]*"$/.test(raw) ? raw.slice(1, -1).replaceAll('""', '"') : raw;
  };
  for (let at = 0; at < text.length && rows.length < sampledRows; at++) {
    if (inside && backslashes && text[at] === "\\") {
      at += 1;
      continue;
    }
    const isQuote = text[at] === '"';
    if (isQuote && (inside || text.slice(start, at).trim() === "")) inside = !inside;
    else if (isQuote && text[at - 1] === '"') inside = true;
    if (inside) continue;
    if (text[at] === "\n") {
      if (start < at || row.length > 0) rows.push([...row, value(at)]);
      row = [];
      start = at + 1;
    } else if (text.startsWith(separator, at)) {
      row.push(value(at));
      at += separator.length - 1;
      start = at + 1;
    }
  }
  if (rows.length < sampledRows && start < text.length) rows.push([...row, value(text.length)]);
  return rows;
}

/** How well a separator divides the first rows: by usual names found, then evenness, then the number of columns. */
function fitness(rows: readonly string[][]): number {
  const columns = rows[0]?.length ?? 0;
  const share = rows.filter((row) => row.length === columns).length / Math.max(1, rows.length);
  if (columns < 2 || share < even) return 0;
  // A separator that stands within another, as a space beside commas, leaves columns of punctuation.
  if (rows[0].some((value) => /^[,;|:]+$/.test(value))) return 0;
  const named = usualColumn("user", rows[0]) !== undefined && usualColumn("item", rows[0]) !== undefined;
  return (named ? 1000 : 0) + Math.round(100 * share) + Math.min(columns, 50) / 100;
}

/** The separator that divides the first lines best; undefined if none does. */
export function likelySeparator(text: string): string | undefined {
  const fits = candidates.map((separator) => fitness(rowsOf(text, separator)));
  const best = Math.max(...fits);
  return best === 0 ? undefined : candidates[fits.indexOf(best)];
}

/** A number or a date: what a header does not have. */
const isValue = (text: string): boolean =>
  text !== "" && (Number.isFinite(Number(text)) || /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(text));

const unnamed = (name: string, index: number): string => (name === "" ? `column ${index + 1}` : name);

/**
 * Finds out how a delimited text is laid out.
 *
 * @param file - The file's name, for messages.
 * @param text - Its first lines, whole.
 * @throws Error, one sentence: the separator divides nothing, the header is missing, two columns have one name, or
 *   the given names are not as many as the columns.
 */
export function textShape(file: string, text: string, options: TextShapeOptions): TextShape {
  if (text.trim() === "") throw new Error(`${file} is empty.`);
  const likely = likelySeparator(text);
  const [firstLine] = text.trimStart().split("\n", 1);
  const separator = options.separator ?? likely;
  if (separator === undefined) {
    throw new Error(
      `${file} has no columns that could be told apart: its first line is ${shown(firstLine)}; ${options.canBeTold ? 'say what divides them with option "separator"' : "save it as CSV, divided by commas"}.`,
    );
  }
  const rows = rowsOf(text, separator);
  if (rows[0].length < 2) {
    const hint =
      likely === undefined
        ? ""
        : ` Its lines look divided by ${separatorName(likely)}; leave the option out.`;
    throw new Error(
      `${file} is not divided by ${separatorName(separator)}, as option "separator" says: its first line is ${shown(firstLine)}.${hint}`,
    );
  }
  const hasHeader = options.header === undefined;
  const names = (options.header ?? rows[0]).map(unnamed);
  if (options.header && options.header.length !== rows[0].length) {
    throw new Error(
      `Option "header" names ${options.header.length} columns, but ${file} has ${rows[0].length}: its first line is ${shown(firstLine)}.`,
    );
  }
  const isHeader = rows[0].some((name) => isUsualName(name) || options.stated.includes(name));
  if (hasHeader && !isHeader && rows[0].some(isValue)) {
    throw new Error(
      `${file} has no header: its first line is ${shown(firstLine)}; put a line with the columns' names before it${options.canBeTold ? `, or give them as option "header", such as ${exampleHeader(rows[0].length)}` : ""}.`,
    );
  }
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    throw new Error(`${file} has two columns of the name "${twice}"; give one of them another name.`);
  }
  const quotedValue = /(?:^|[^\p{L}\p{N}"\\])"(?:[^"]|"")+"(?=[^\p{L}\p{N}"]|$)/mu.test(text);
  return {
    separator,
    names,
    hasHeader,
    quoted: separator.length === 1 && (quotedValue || separator === "," || separator === ";"),
    backslashEscapes: hasBackslashEscapes(text),
  };
}

const shown = (line: string): string => JSON.stringify(line.length > 80 ? `${line.slice(0, 77)}...` : line);

const exampleHeader = (columns: number): string =>
  JSON.stringify(
    Array.from(
      { length: columns },
      (_, index) => ["user", "item", "rating", "time"][index] ?? `other${index}`,
    ),
  );

/** The sentence for a column that is not there, with the nearest name and those that are. */
export function noColumn(file: string, column: string, said: string, names: readonly string[]): Error {
  const list = names.length > 20 ? [...names.slice(0, 20), "..."] : names;
  return new Error(
    `${file} has no column "${column}", which ${said} names${didYouMean(column, names)} It has ${list.join(", ")}.`,
  );
}

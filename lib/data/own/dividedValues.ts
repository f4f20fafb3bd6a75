import { givenValue } from "../columns/givenValue";

/**
 * The values of a list: of JSON (`["a", "b"]`, as lists of Parquet and JSON files come), of Python (`['a', 'b']`, as
 * they stand in many a CSV file), or divided by a separator.
 */
export function dividedValues(text: string | null, separator: string): readonly string[] {
  const given = givenValue(text);
  if (given === null) return [];
  const parts = listed(given) ?? given.split(separator);
  return parts.flatMap((part) => givenValue(part) ?? []);
}

function listed(text: string): readonly string[] | undefined {
  if (!text.startsWith("[") || !text.endsWith("]")) return undefined;
  try {
    const list = JSON.parse(text) as unknown[];
    return list
      .filter((value) => value !== null)
      .map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  } catch {
    const values = text.slice(1, -1).matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^,'"]+)/g);
    return [...values].map(([, single, double, bare]) => (single ?? double ?? bare).replace(/\\(.)/g, "$1"));
  }
}

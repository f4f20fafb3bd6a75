import type { MimeBundle } from "../../lib/host/host";
import { htmlTable } from "../../lib/host/htmlTable";

const shownRows = 10; // a look, not a listing: print more with df.head(n)

/** The part of danfo's DataFrame and Series that showing them needs. */
interface Frame {
  readonly $isSeries: boolean;
  readonly columns: readonly string[];
  readonly index: readonly (string | number)[];
  readonly shape: readonly number[];
  readonly values: readonly unknown[];
  head(rows: number): Frame;
  toString(): string;
}

/** A danfo DataFrame or Series as a bundle, its first rows and its size; else undefined. */
export function dataFrameBundle(value: object): MimeBundle | undefined {
  if (!isFrame(value)) return undefined;
  const [total, width = 1] = value.shape;
  const shown = Math.min(total, shownRows);
  const values = value.values.slice(0, shown);
  const rows = value.$isSeries ? values.map((one) => [one]) : (values as unknown[][]);
  const size = value.$isSeries
    ? `${count(total, "value")}`
    : `${count(total, "row")} × ${count(width, "column")}`;
  const caption = shown < total ? `first ${shown} of ${size}` : size;
  const rowNames = value.index.slice(0, shown).map(String);
  return {
    "text/html": htmlTable({ columns: value.columns, rows, rowNames, caption }),
    "text/plain": `${total === 0 ? value.columns.join("  ") : (shown < total ? value.head(shown) : value).toString().trimEnd()}\n${caption}`,
  };
}

const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;

/** By shape and not by class: danfo takes over a second to load, and a cell that uses none of it should not wait. */
function isFrame(value: object): value is Frame {
  const frame = value as Partial<Frame>;
  return (
    typeof frame.$isSeries === "boolean" &&
    typeof frame.head === "function" &&
    Array.isArray(frame.columns) &&
    Array.isArray(frame.index) &&
    Array.isArray(frame.shape)
  );
}

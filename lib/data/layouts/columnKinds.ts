import type { DelimitedColumn } from "../reading/delimitedLayout";

/** A column of text that may be empty. */
export const text = (name: string): DelimitedColumn => ({ name, kind: "text" });

/** A column of ids: a row without one is bad. */
export const id = (name: string): DelimitedColumn => ({ name, kind: "text", required: true });

/** The id that a table of users or items has one row for. */
export const uniqueId = (name: string): DelimitedColumn => ({ ...id(name), unique: true });

/** A column of numbers: a row without one is bad. */
export const number = (name: string): DelimitedColumn => ({ name, kind: "number", required: true });

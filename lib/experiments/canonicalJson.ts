import { createHash } from "node:crypto";
import { types } from "node:util";

/** A value that JSON would leave out, or take for another, told by a name that no plain value has. */
const told = (kind: string, value: unknown): Record<string, unknown> => ({ [`\0${kind}`]: value });

/** The same with the keys of objects in order, and with what a notebook may have as an option besides plain values. */
function sorted(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return told("number", String(value));
  if (["bigint", "function", "symbol"].includes(typeof value)) return told(typeof value, String(value));
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((one) => (one === undefined ? null : sorted(one)));
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return told(value.constructor.name, sha256(bytes));
  }
  if (types.isDate(value)) return told("Date", value.getTime());
  if (types.isRegExp(value)) return told("RegExp", String(value));
  if (types.isMap(value) || types.isSet(value)) return told(value.constructor.name, [...value].map(sorted));
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}

/**
 * JSON of a value with the keys of its objects in order: equal values give equal text, and different ones different text.
 * That holds for functions (by their text), dates, maps, sets, typed arrays and infinite numbers, too, of which plain JSON
 * would make nothing, {} or null.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** SHA-256 of text or bytes, hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

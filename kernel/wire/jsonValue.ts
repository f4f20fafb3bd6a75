/**
 * A replacer for JSON.stringify that knows the values a notebook's data is made of: typed arrays become arrays (plain
 * JSON would make objects with the keys "0", "1" ... of them, which Plotly cannot draw), a bigint becomes a number
 * where that is exact and its digits otherwise.
 */
export function jsonValue(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Uint8Array);
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  return value;
}

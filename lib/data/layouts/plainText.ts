import { decodeHTML } from "entities";

/** A value with its HTML entities decoded ("W. W. Norton &amp; Company"); an empty one is null. */
export function plainText(value: string | null): string | null {
  if (value === null) return null;
  const decoded = value.includes("&") ? decodeHTML(value) : value;
  return decoded.trim() === "" ? null : decoded.trim();
}

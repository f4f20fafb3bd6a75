/**
 * What sources write where they have no value. RecBole's ML-100K really says "unkonwn"; "none" is not among them, it
 * is an occupation there.
 */
const missing = new Set(["", "unknown", "unkonwn", "null", "n/a"]);

/** A value as given, without the spaces around it; null where the source has none. */
export function givenValue(text: string | null): string | null {
  const trimmed = text?.trim() ?? "";
  return missing.has(trimmed.toLowerCase()) ? null : trimmed;
}

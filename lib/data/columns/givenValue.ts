/** What sources write where they have no value. RecBole's ML-100K really says "unkonwn". */
const missing = new Set(["", "unknown", "unkonwn", "null", "n/a", "na", "none", "\\n"]);

/** A value as given, without the spaces around it; null where the source has none. */
export function givenValue(text: string | null): string | null {
  const trimmed = text?.trim() ?? "";
  return missing.has(trimmed.toLowerCase()) ? null : trimmed;
}

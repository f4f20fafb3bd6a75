/** A row that was left out while reading, and why. */
export interface BadRow {
  readonly file: string;
  /** Line number in the file, from 1. */
  readonly line: number;
  readonly reason: string;
}

/** Where a data set came from and what reading did to it: printed in every chapter's footer. */
export interface Provenance {
  /** Where the archive came from: an address, a mirror folder's file name, a package. Never an absolute path. */
  readonly source: string;
  /** SHA-256 of the archive (or of the interactions file where there is none), hexadecimal. */
  readonly sha256: string;
  /** SHA-256 of every file that was read, for data of the reader's own: the interactions first. */
  readonly files?: readonly { readonly file: string; readonly sha256: string }[];
  /** Whether the archive's checksum is the publisher's: "official", "other" (a mirror's copy), "unknown" (none published). */
  readonly checksum: "official" | "other" | "unknown";
  /** What is known of this copy, where it is not the publisher's own: what was left out, or what its times are worth. */
  readonly note?: string;
  /** The licence in one sentence. */
  readonly licence: string;
  /** Rows left out, at most the first 20; `badRowCount` has the whole number. */
  readonly badRows: readonly BadRow[];
  readonly badRowCount: number;
  /** Rows of an earlier time for a (user, item) pair seen again later. */
  readonly duplicateCount: number;
}

/** Which candidates each sample's positive is held against in the softmax, and how they are corrected for. */
export interface CandidateOptions {
  /**
   * "all" items: the exact loss. The "batch"'s own items: cheap, popular ones come more often. Items "drawn" for
   * each batch. Default "all", which a catalogue of thousands affords.
   */
  readonly candidates: "all" | "batch" | "drawn";
  /**
   * Whether an item that occurs twice is two candidates ("kept", q = p) or one ("once", q = 1 - (1 - p)^B). Of the
   * batch's or the drawn items. Default "kept": log p corrects it exactly.
   */
  readonly duplicates: "kept" | "once";
  /**
   * Whether other training positives of a sample's user count as its negatives ("kept") or are left out ("masked"),
   * which changes what is estimated. Default "kept": so does the exact loss.
   */
  readonly otherPositives: "kept" | "masked";
  /**
   * Whether - log q is added to the logits of the batch's or the drawn items. Default true; false on the batch's is
   * the uncorrected in-batch loss, which corresponds to lambda_c = 1.
   */
  readonly corrected: boolean;
  /** Items drawn for each batch, with replacement. Only for drawn candidates. Default 1024. */
  readonly draws: number;
  /** Drawn with q_j in proportion to n_j^drawExponent: 0 is uniform. Only for drawn candidates. Default 1: q = p. */
  readonly drawExponent: number;
  /**
   * Whether the p that q follows from is "counted" over the epoch's samples or estimated while they "stream" by (Yi
   * et al., RecSys 2019). Only for the batch's items. Default "counted".
   */
  readonly frequency: "counted" | "streamed";
  /** Learning rate alpha of the streamed frequency. Default 0.01: it remembers the last hundred occurrences. */
  readonly frequencyRate: number;
}

export const defaultCandidates: CandidateOptions = {
  candidates: "all",
  duplicates: "kept",
  otherPositives: "kept",
  corrected: true,
  draws: 1024,
  drawExponent: 1,
  frequency: "counted",
  frequencyRate: 0.01,
};

/** Where an option of candidates has an effect: which other option must have which value. */
export const candidateEffects = [
  { option: "duplicates", by: "candidates", values: ["batch", "drawn"] },
  { option: "corrected", by: "candidates", values: ["batch", "drawn"] },
  { option: "draws", by: "candidates", values: ["drawn"] },
  { option: "drawExponent", by: "candidates", values: ["drawn"] },
  { option: "frequency", by: "candidates", values: ["batch"] },
  { option: "frequencyRate", by: "frequency", values: ["streamed"] },
] as const satisfies readonly {
  readonly option: keyof CandidateOptions;
  readonly by: keyof CandidateOptions;
  readonly values: readonly string[];
}[];

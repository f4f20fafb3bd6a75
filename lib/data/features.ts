/** Code 0 of every feature vocabulary: the value of an entity whose feature is missing or absurd. */
export const UNKNOWN = "unknown";

/** One value an entity, such as an age group. Codes index `vocabulary`; code 0 is "unknown". */
export interface CategoricalFeature {
  readonly name: string;
  readonly kind: "categorical";
  /** `vocabulary[0]` is "unknown". */
  readonly vocabulary: readonly string[];
  /** Code of each entity, shape [entities]. */
  readonly codes: Int32Array;
}

/**
 * A list of values an entity, such as genres or title words, in compressed rows: entity e has
 * `codes[offsets[e]] .. codes[offsets[e + 1] - 1]`. An entity without any value has the single code 0,
 * "unknown", so no list is empty.
 */
export interface MultiValuedFeature {
  readonly name: string;
  readonly kind: "multi-valued";
  /** `vocabulary[0]` is "unknown". */
  readonly vocabulary: readonly string[];
  /** Shape [entities + 1]. */
  readonly offsets: Int32Array;
  readonly codes: Int32Array;
}

export type FeatureColumn = CategoricalFeature | MultiValuedFeature;

import type { CategoricalFeature } from "../features";
import { UNKNOWN } from "../features";
import { countEntities, vocabularyOf } from "./vocabulary";

export interface CategoricalOptions {
  /**
   * Values of fewer entities than this become "unknown". Default 1, none. Columns with a value for almost every
   * entity (author, publisher, zip) use 2: an embedding that one entity alone trains is a second id, not a feature.
   */
  readonly minimumEntities?: number;
}

/**
 * A categorical column from one value an entity; null is unknown.
 *
 * The vocabulary is sorted (numbers as numbers), so that it does not depend on the order of rows.
 */
export function categorical(
  name: string,
  values: readonly (string | null)[],
  options: CategoricalOptions = {},
): CategoricalFeature {
  const counts = countEntities(values.map((value) => (value === null ? [] : [value])));
  const { vocabulary, codeOf } = vocabularyOf(counts, options.minimumEntities ?? 1);
  const codes = Int32Array.from(values, (value) => codeOf.get(value ?? UNKNOWN) ?? 0);
  return { name, kind: "categorical", vocabulary, codes };
}

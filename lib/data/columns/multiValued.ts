import type { MultiValuedFeature } from "../features";
import { countEntities, vocabularyOf } from "./vocabulary";

export interface MultiValuedOptions {
  /** Values of fewer entities than this are dropped from the lists. Default 1, none. */
  readonly minimumEntities?: number;
}

/**
 * A multi-valued column from one list an entity; each value once a list, in the vocabulary's order.
 *
 * A rare value is dropped, not turned into "unknown": among known values "unknown" would say nothing. An entity left
 * without any value has the single code 0.
 */
export function multiValued(
  name: string,
  lists: readonly (readonly string[])[],
  options: MultiValuedOptions = {},
): MultiValuedFeature {
  const { vocabulary, codeOf } = vocabularyOf(countEntities(lists), options.minimumEntities ?? 1);
  const offsets = new Int32Array(lists.length + 1);
  const codes: number[] = [];
  lists.forEach((list, entity) => {
    const known = new Set(list.map((value) => codeOf.get(value) ?? 0));
    known.delete(0);
    if (known.size === 0) known.add(0);
    codes.push(...[...known].sort((one, other) => one - other));
    offsets[entity + 1] = codes.length;
  });
  return { name, kind: "multi-valued", vocabulary, offsets, codes: Int32Array.from(codes) };
}

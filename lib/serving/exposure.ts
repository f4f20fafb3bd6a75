import { concentration, type Concentration, type Group, type Groups } from "../splitting";
import type { TopItems } from "./topItems";

/** Who gets a place in the lists that a model shows. */
export interface Exposure {
  /** Lists that each item stands in, shape [items]. */
  readonly counts: Int32Array;
  /** Places that are filled, over all lists. */
  readonly places: number;
  /** Share of the places that each group has; null where there is no place. */
  readonly share: Readonly<Record<Group, number | null>>;
  /** Catalogue coverage: share of each group's items that stand in at least one list; null for an empty group. */
  readonly coverage: Readonly<Record<Group, number | null>>;
  /** Lorenz curve and Gini coefficient of the places over all items: 1 when everybody is shown the same few. */
  readonly concentration: Concentration;
}

const shareOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/**
 * How a model's lists spread over the catalogue: what share of their places are head and tail items, what share of the
 * items anybody is shown at all, and how unevenly the places are spread (the Gini coefficient of `concentration`).
 *
 * @param lists as `topItems` gives them; a place without an item does not count.
 * @throws when no list has an item, so that nothing is spread.
 */
export function exposure({ items }: Pick<TopItems, "items">, { isHead, sizes }: Groups): Exposure {
  const counts = new Int32Array(isHead.length);
  for (const item of items) if (item >= 0) counts[item] += 1;
  let [places, headPlaces, shown, headShown] = [0, 0, 0, 0];
  counts.forEach((count, item) => {
    places += count;
    if (count > 0) shown += 1;
    if (isHead[item] === 0) return;
    headPlaces += count;
    if (count > 0) headShown += 1;
  });
  if (places === 0) throw new Error("No list holds an item, so there is no exposure to measure.");
  return {
    counts,
    places,
    share: {
      overall: 1,
      head: shareOf(headPlaces, places),
      tail: shareOf(places - headPlaces, places),
    },
    coverage: {
      overall: shareOf(shown, sizes.overall.members),
      head: shareOf(headShown, sizes.head.members),
      tail: shareOf(shown - headShown, sizes.tail.members),
    },
    concentration: concentration(counts),
  };
}

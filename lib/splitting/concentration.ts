/** Points of a Lorenz curve: the least popular `shareOfItems[p]` of the items hold `shareOfFeedback[p]`. */
export interface LorenzPoints {
  /** From 0 to 1, shape [items + 1]. */
  readonly shareOfItems: Float64Array;
  /** From 0 to 1, shape [items + 1]. */
  readonly shareOfFeedback: Float64Array;
}

/** How unevenly feedback is spread over items. */
export interface Concentration {
  readonly points: LorenzPoints;
  /** 0 when every item has the same feedback, towards 1 when one item has it all. */
  readonly gini: number;
}

/**
 * Lorenz curve and Gini coefficient of counts.
 *
 *     Gini = 2 * sum over ranks r of r * n_(r) / (N * sum of n) - (N + 1) / N,  counts ascending, r from 1
 *
 * @throws when there is no feedback at all.
 */
export function concentration(counts: ArrayLike<number>): Concentration {
  const ascending = Float64Array.from(counts).sort();
  const items = ascending.length;
  const total = ascending.reduce((sum, count) => sum + count, 0);
  if (!(total > 0)) throw new Error("There is no feedback, so its concentration is not defined.");
  const shareOfItems = new Float64Array(items + 1);
  const shareOfFeedback = new Float64Array(items + 1);
  let held = 0;
  let weighted = 0;
  ascending.forEach((count, index) => {
    held += count;
    weighted += (index + 1) * count;
    shareOfItems[index + 1] = (index + 1) / items;
    shareOfFeedback[index + 1] = held / total;
  });
  return {
    points: { shareOfItems, shareOfFeedback },
    gini: (2 * weighted) / (items * total) - (items + 1) / items,
  };
}

import type { VectorScorer } from "../evaluation";

/**
 * Post-hoc logit adjustment (Menon et al., ICLR 2021): the score of a trained model less tau log p.
 *
 *     s(u,i) - tau log p_i = (x_u, 1) . (y_i, - tau log p_i)
 *
 * One more dimension of the vectors, no training: a curve over tau is one call a point on the same model.
 *
 * @param p share of each item in the training samples (`itemShares`), shape [items], each above 0.
 * @param tau strength; 0 leaves the scores as they are, larger favours the tail.
 * @throws RangeError when p is not of the model's items, or holds what is no probability.
 */
export function adjustPosthoc(model: VectorScorer, p: ArrayLike<number>, tau: number): VectorScorer {
  const { userVectors, itemVectors, size } = model;
  const items = itemVectors.length / size;
  if (!Number.isFinite(tau)) throw new RangeError(`tau must be a finite number, but it is ${tau}.`);
  if (p.length !== items) {
    throw new RangeError(`p has ${p.length} shares for a model of ${items} items; give one for each.`);
  }
  const longer = (vectors: Float32Array, last: (entity: number) => number): Float32Array => {
    const count = vectors.length / size;
    const result = new Float32Array(count * (size + 1));
    for (let entity = 0; entity < count; entity++) {
      result.set(vectors.subarray(entity * size, (entity + 1) * size), entity * (size + 1));
      result[entity * (size + 1) + size] = last(entity);
    }
    return result;
  };
  const adjustment = (item: number): number => {
    if (p[item] > 0 && p[item] <= 1) return -tau * Math.log(p[item]);
    throw new RangeError(`p[${item}] is ${p[item]}, but p holds probabilities, above 0 and at most 1.`);
  };
  return {
    userVectors: longer(userVectors, () => 1),
    itemVectors: longer(itemVectors, adjustment),
    size: size + 1,
  };
}

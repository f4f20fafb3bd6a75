/**
 * Class-balance weight of each training sample: (1 - beta) / (1 - beta^n_i), n_i the training count of its item,
 * normalised to mean 1 over the samples (Cui et al., CVPR 2019).
 *
 * @param items item of each training sample, shape [samples].
 * @param counts training count of each item.
 * @param beta from 0 (all weigh the same) to below 1 (towards weights of 1 / n_i).
 * @returns shape [samples].
 */
export function classBalanceWeights(
  items: Int32Array,
  counts: ArrayLike<number>,
  beta: number,
): Float32Array {
  if (!(beta >= 0 && beta < 1)) throw new RangeError(`beta must lie from 0 to below 1, but it is ${beta}.`);
  const weights = Float64Array.from(items, (item) => (1 - beta) / (1 - beta ** counts[item]));
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return Float32Array.from(weights, (weight) => weight / mean);
}

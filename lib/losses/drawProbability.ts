/**
 * q of a candidate: what its exponential is divided by, so that the sum over the draw estimates Z.
 *
 *     duplicates kept: q = p,                 and E[sum of exp(s - log q)] = draws x Z
 *     each item once:  q = 1 - (1 - p)^draws, and E[sum of exp(s - log q)] = Z
 *
 * The second is the probability of being there at all; log p in its place over-corrects popular items by nats.
 *
 * @param share p, the probability of each single draw, above 0 and at most 1.
 * @param draws number of draws; for the batch's items the batch size B.
 */
export function drawProbability(share: number, draws: number, duplicates: "kept" | "once"): number {
  // expm1 and log1p keep the digits of a share of one in a million.
  return duplicates === "kept" ? share : -Math.expm1(draws * Math.log1p(-share));
}

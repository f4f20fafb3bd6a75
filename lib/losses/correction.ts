/** What is added to a candidate's logit. */
export interface LogitCorrection {
  /** lambda_c, the strength of the adjustment by log p. Default 0. */
  readonly lambdaC?: number;
  /** p_j of each candidate; needed where lambdaC is not 0. */
  readonly p?: ArrayLike<number>;
  /** q_j, the probability with which each candidate was drawn; left out where candidates are not drawn. */
  readonly q?: ArrayLike<number>;
}

function checkProbabilities(values: ArrayLike<number>, name: string): void {
  for (let at = 0; at < values.length; at++) {
    if (values[at] > 0 && values[at] <= 1) continue;
    throw new RangeError(
      `${name}[${at}] is ${values[at]}, but ${name} holds probabilities, above 0 and at most 1.`,
    );
  }
}

/**
 * lambda_c log p_j - log q_j for each candidate, or undefined where nothing is to be added.
 *
 * Two special cases that are easily confused:
 * - all items as candidates (no q), lambdaC > 0: logit adjustment, favours the TAIL (Menon et al., ICLR 2021; Eq 7);
 * - the batch's items as candidates, q = p, lambdaC = 0: sampling-bias correction, favours the HEAD against the
 *   uncorrected in-batch loss (Yi et al., RecSys 2019), which corresponds to lambdaC = 1.
 *
 * @throws RangeError when a probability is not one, when p is missing, or when p and q differ in length.
 */
export function logitCorrection({ lambdaC = 0, p, q }: LogitCorrection): Float32Array | undefined {
  if (lambdaC !== 0 && !p)
    throw new RangeError("lambdaC is not 0, so p is needed: the share of each candidate.");
  if (p) checkProbabilities(p, "p");
  if (q) checkProbabilities(q, "q");
  if (p && q && p.length !== q.length) {
    throw new RangeError(
      `p has ${p.length} candidates and q ${q.length}; give both for the same candidates.`,
    );
  }
  const size = (q ?? (lambdaC !== 0 ? p : undefined))?.length;
  if (size === undefined) return undefined;
  return Float32Array.from({ length: size }, (_, at) => {
    const adjustment = lambdaC !== 0 ? lambdaC * Math.log(p![at]) : 0;
    return q ? adjustment - Math.log(q[at]) : adjustment;
  });
}

import type { VectorScorer } from "../../lib/evaluation";
import type { Pairs } from "../../lib/splitting";

/** s(u,i), the dot product of the two vectors, in doubles. */
export function score({ userVectors, itemVectors, size }: VectorScorer, user: number, item: number): number {
  let sum = 0;
  for (let at = 0; at < size; at++) sum += userVectors[user * size + at] * itemVectors[item * size + at];
  return sum;
}

/**
 * - log p(i|u) of a training pair under the softmax over all items, in doubles: Eq 1-2 written from the page.
 *
 * @param bias added to the logit of an item. Default: nothing.
 */
export function sampleLoss(
  vectors: VectorScorer,
  { users, items, itemCount }: Pairs,
  row: number,
  bias: (item: number) => number = () => 0,
): number {
  const logits = Array.from(
    { length: itemCount },
    (_, item) => score(vectors, users[row], item) + bias(item),
  );
  const most = Math.max(...logits);
  const normaliser = most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
  return normaliser - logits[items[row]];
}

/** The mean of these over all training pairs. */
export function meanSampleLoss(vectors: VectorScorer, train: Pairs, bias?: (item: number) => number): number {
  const losses = Array.from(train.users, (_, row) => sampleLoss(vectors, train, row, bias));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

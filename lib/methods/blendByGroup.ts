import type { CriterionOptions, VectorScorer } from "../evaluation";
import { popularityGroups, type Groups, type Split } from "../splitting";
import { bestOnValidation } from "./bestOnValidation";
import { concatenated } from "./concatenated";

/** lambda_p of head items and of tail items. */
export interface GroupWeights {
  readonly head: number;
  readonly tail: number;
}

/**
 * Blends two models with one lambda_p for head items and one for tail items:
 *
 *     s(u, j) = w_g x_a . y_a + (1 - w_g) x_b . y_b,   g the group of item j                            // Eq 9, a group
 *
 * again one dot product, of the users' vectors side by side and the items' weighted by w_g and 1 - w_g.
 */
export function blendByGroup(
  first: VectorScorer,
  second: VectorScorer,
  { head, tail }: GroupWeights,
  { isHead }: Groups,
): VectorScorer {
  const sizes = [first.size, second.size] as const;
  return {
    userVectors: concatenated(first.userVectors, second.userVectors, sizes, () => [1, 1]),
    itemVectors: concatenated(first.itemVectors, second.itemVectors, sizes, (item) => {
      const weight = isHead[item] ? head : tail;
      return [weight, 1 - weight];
    }),
    size: first.size + second.size,
  };
}

/** Blends two models with the pair of weights that is best on validation, each of the grid's values for each group. */
export function chooseBlendByGroup(
  first: VectorScorer,
  second: VectorScorer,
  split: Split,
  { grid, ...criterion }: CriterionOptions & { readonly grid: readonly number[] },
): { readonly weights: GroupWeights; readonly vectors: VectorScorer } {
  const groups = popularityGroups(split.train, { headShare: criterion.headShare });
  const pairs = grid.flatMap((head) => grid.map((tail): GroupWeights => ({ head, tail })));
  const { value, model } = bestOnValidation(
    ["blendGrid", pairs.map((_, pair) => pair)],
    (pair) => blendByGroup(first, second, pairs[pair], groups),
    split,
    criterion,
  );
  return { weights: pairs[value], vectors: model };
}

import type { CriterionOptions, VectorScorer } from "../evaluation";
import type { Split } from "../splitting";
import { bestOnValidation } from "./bestOnValidation";
import { concatenated } from "./concatenated";

/** What is fused: the two models' scores (Eq 9), or their representations, as the article words it. */
export type Fusion = "scores" | "representations";

/**
 * Blends two models into one whose score is one dot product.
 *
 * "scores":          s = weight * x_a . y_a + (1 - weight) * x_b . y_b,                                       // Eq 9
 *                    the dot product of both vectors concatenated, weighted by sqrt(weight), sqrt(1 - weight);
 * "representations": x = weight * x_a + (1 - weight) * x_b, the same for y, then the dot product.
 *
 * @param weight of the first model, from 0 to 1: lambda_p.
 */
export function blendVectors(
  first: VectorScorer,
  second: VectorScorer,
  weight: number,
  fusion: Fusion,
): VectorScorer {
  if (!(weight >= 0 && weight <= 1)) {
    throw new RangeError(`The weight of a blend must lie from 0 to 1, but it is ${weight}.`);
  }
  if (fusion === "scores") {
    const sizes = [first.size, second.size] as const;
    const weights = [Math.sqrt(weight), Math.sqrt(1 - weight)] as const;
    return {
      userVectors: concatenated(first.userVectors, second.userVectors, sizes, () => weights),
      itemVectors: concatenated(first.itemVectors, second.itemVectors, sizes, () => weights),
      size: first.size + second.size,
    };
  }
  if (first.size !== second.size) {
    throw new RangeError(
      `Representations of ${first.size} and ${second.size} numbers cannot be added; fuse scores.`,
    );
  }
  const mix = (a: Float32Array, b: Float32Array): Float32Array =>
    a.map((value, at) => weight * value + (1 - weight) * b[at]);
  return {
    userVectors: mix(first.userVectors, second.userVectors),
    itemVectors: mix(first.itemVectors, second.itemVectors),
    size: first.size,
  };
}

/** A chosen blend: its weight and its vectors. */
export interface ChosenBlend {
  /** lambda_p, weight of the first model. */
  readonly weight: number;
  readonly vectors: VectorScorer;
}

/** Blends two models with the weight of a grid that is best on validation; the first of equals. */
export function chooseBlend(
  first: VectorScorer,
  second: VectorScorer,
  split: Split,
  {
    grid,
    fusion,
    ...criterion
  }: CriterionOptions & { readonly grid: readonly number[]; readonly fusion: Fusion },
): ChosenBlend {
  const { value, model } = bestOnValidation(
    ["blendGrid", grid],
    (weight) => blendVectors(first, second, weight, fusion),
    split,
    criterion,
  );
  return { weight: value, vectors: model };
}

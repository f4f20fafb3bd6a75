import { booleanAttribute, runKernelWithoutOutput, typeAttribute } from "./kernels";
import type { UpdateRule } from "./optimiser";

/** Settings of Adagrad. */
export interface AdagradOptions {
  readonly learningRate: number;
  /** Added to the root of the sum of squares. Default 1e-10. */
  readonly epsilon?: number;
}

/**
 * Adagrad (Duchi et al., JMLR 2011): sums the squared gradients and divides by the root of the sum. One fused kernel a
 * parameter, for all of it or for the rows of it that a step touches; both do the same to a touched row, and leave one
 * that is not touched alone.
 */
export function adagrad({ learningRate, epsilon = 1e-10 }: AdagradOptions): UpdateRule {
  return {
    slots: ["squares"],
    constants: { learningRate, epsilon },
    update: ({ variable, slots: [squares], gradient, rows }, constants) => {
      const attributes = [
        typeAttribute("T", "float32"),
        booleanAttribute("use_locking", false),
        booleanAttribute("update_slots", true),
      ];
      const inputs = [variable, squares, constants.learningRate, constants.epsilon, gradient];
      if (!rows) return runKernelWithoutOutput("ResourceApplyAdagradV2", attributes, inputs);
      const sparse = [...attributes, typeAttribute("Tindices", "int32")];
      runKernelWithoutOutput("ResourceSparseApplyAdagradV2", sparse, [...inputs, rows]);
    },
  };
}

import { booleanAttribute, runKernelWithoutOutput, typeAttribute } from "./kernels";
import type { UpdateRule } from "./optimiser";

const attributes = [
  typeAttribute("T", "float32"),
  booleanAttribute("use_locking", false),
  booleanAttribute("update_slots", true),
];
const sparseAttributes = [...attributes, typeAttribute("Tindices", "int32")];

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
    update: ({ variable, slots: [squares], gradient, rows, numbers }) => {
      const inputs = [variable, squares, numbers.learningRate, numbers.epsilon, gradient];
      if (!rows) return runKernelWithoutOutput("ResourceApplyAdagradV2", attributes, inputs);
      runKernelWithoutOutput("ResourceSparseApplyAdagradV2", sparseAttributes, [...inputs, rows]);
    },
  };
}

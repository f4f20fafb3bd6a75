import type { Tensor } from "@tensorflow/tfjs-node";
import { booleanAttribute, runKernel, runKernelWithoutOutput, typeAttribute } from "./kernels";
import type { UpdateRule } from "./optimiser";
import { gatherRows, subtractFromRows, writeRows } from "./resource";

const attributes = [
  typeAttribute("T", "float32"),
  booleanAttribute("use_locking", false),
  booleanAttribute("use_nesterov", false),
];

// The bare kernels: on some hundred rows, what tf.mul and tf.add look at before them takes as long as they do.
const float = [typeAttribute("T", "float32")];
const sum = (one: Tensor, other: Tensor): Tensor => runKernel("AddV2", float, [one, other]);
const product = (one: Tensor, other: Tensor): Tensor => runKernel("Mul", float, [one, other]);

/** Settings of Adam (Kingma and Ba, ICLR 2015); the defaults are the paper's. */
export interface AdamOptions {
  readonly learningRate: number;
  /** Decay of the first moment. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment. Default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam: one fused kernel a parameter (ResourceApplyAdam), one pass over the memory in place of a dozen.
 *
 * Lazy where a step touches some rows of a table: these rows' moments and values are updated as Adam would, by few
 * small kernels, and the other rows' moments do not decay. So a step costs the same however large the table is.
 */
export function adam(options: AdamOptions): UpdateRule {
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  return {
    slots: ["first", "second"],
    constants: { learningRate, beta1, beta2, epsilon, rest1: 1 - beta1, rest2: 1 - beta2 },
    ofStep: (step) => ({
      beta1Power: beta1 ** step,
      beta2Power: beta2 ** step,
      rate: (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step),
    }),
    update: ({ variable, slots: [first, second], gradient, rows, numbers }) => {
      if (!rows) {
        runKernelWithoutOutput("ResourceApplyAdam", attributes, [
          ...[variable, first, second, numbers.beta1Power, numbers.beta2Power],
          ...[numbers.learningRate, numbers.beta1, numbers.beta2, numbers.epsilon, gradient],
        ]);
        return;
      }
      const mean = sum(product(gatherRows(first, rows), numbers.beta1), product(gradient, numbers.rest1));
      const square = sum(
        product(gatherRows(second, rows), numbers.beta2),
        product(product(gradient, gradient), numbers.rest2),
      );
      writeRows(first, rows, mean);
      writeRows(second, rows, square);
      const root = sum(runKernel("Sqrt", float, [square]), numbers.epsilon);
      subtractFromRows(variable, rows, product(runKernel("RealDiv", float, [mean, root]), numbers.rate));
    },
  };
}

import type { Tensor } from "@tensorflow/tfjs-node";
import { runKernel, typeAttribute } from "./kernels";
import type { UpdateRule } from "./optimiser";
import { gatherRows, readValues, subtractFromRows, subtractValues } from "./resource";

const float = [typeAttribute("T", "float32")];

/**
 * An update rule with decoupled weight decay (Loshchilov and Hutter, ICLR 2019): every step first shrinks what it moves,
 *
 *     theta <- theta - learningRate * weightDecay * theta
 *
 * so that the decay is not scaled by what the rule remembers of gradients, as an L2 term of the loss would be. Where a
 * step touches some rows of a table, these alone shrink. Without decay it is the rule itself: a step costs no more.
 */
export function withWeightDecay(rule: UpdateRule, learningRate: number, weightDecay: number): UpdateRule {
  if (weightDecay === 0) return rule;
  return {
    ...rule,
    constants: { ...rule.constants, shrinkage: learningRate * weightDecay },
    update: (update) => {
      const { variable, rows, numbers } = update;
      const shrunk = (values: Tensor): Tensor => {
        const difference = runKernel("Mul", float, [values, numbers.shrinkage]);
        // A variable whose values are still held elsewhere would be copied by the update.
        values.dispose();
        return difference;
      };
      if (rows) subtractFromRows(variable, rows, shrunk(gatherRows(variable, rows)));
      else subtractValues(variable, shrunk(readValues(variable)));
      rule.update(update);
    },
  };
}

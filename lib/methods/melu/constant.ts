import type { Tensor } from "@tensorflow/tfjs-node";
import { runKernel, typeAttribute } from "../../engine";

/**
 * The tensor's values as a constant. The kernel runs past the tape of automatic differentiation, so that a gradient
 * neither flows nor is computed through it.
 */
export function constant(tensor: Tensor): Tensor {
  return runKernel("Identity", [typeAttribute("T", "float32")], [tensor]);
}

import type { Tensor2D } from "@tensorflow/tfjs-node";
import { booleanAttribute, runKernel, typeAttribute } from "./kernels";

const attributes = [false, true].map((transposeA) =>
  [false, true].map((transposeB) => [
    typeAttribute("T", "float32"),
    booleanAttribute("transpose_a", transposeA),
    booleanAttribute("transpose_b", transposeB),
  ]),
);

/**
 * A B, either of them transposed, by the kernel for two matrices. tf.matMul takes the one for batches of them, which
 * hands the work to another thread first: for the small products of a tower that costs more than the product.
 *
 * Has no gradient: for passes that are written by hand.
 */
export function matrixProduct(a: Tensor2D, b: Tensor2D, transposeA = false, transposeB = false): Tensor2D {
  return runKernel("MatMul", attributes[+transposeA][+transposeB], [a, b]) as Tensor2D;
}

import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { withGradient } from "./customGradient";
import { runKernel, typeAttribute } from "./kernels";
import { tf } from "./tensorflow";

/**
 * Rows of a table, with a gradient that sums straight into the table's rows.
 *
 * @param table shape [rows, size]. @param indices int32, shape [n]. @returns shape [n, size].
 */
export function lookUp(table: Tensor2D, indices: Tensor1D): Tensor2D {
  const rows = table.shape[0];
  return withGradient<Tensor2D>([table], {
    forward: () => ({ value: tf.gather(table, indices), saved: [indices] }),
    backward: (upstream, [kept]) => [tf.unsortedSegmentSum(upstream, kept as Tensor1D, rows)],
  });
}

const scatterAttributes = [typeAttribute("T", "float32"), typeAttribute("Tindices", "int32")];

/**
 * A matrix with rows subtracted where they belong, in one pass; rows of one index add up. For a backward pass: it has no
 * gradient of its own.
 *
 * @param matrix shape [rows, size]. @param indices int32, shape [n]. @param values shape [n, size].
 */
export function subtractAtRows(matrix: Tensor2D, indices: Tensor1D, values: Tensor2D): Tensor2D {
  const inputs = [matrix, indices.reshape([indices.size, 1]), values];
  return runKernel("TensorScatterSub", scatterAttributes, inputs) as Tensor2D;
}

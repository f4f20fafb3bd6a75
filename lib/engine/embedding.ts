import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { withGradient } from "./customGradient";
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

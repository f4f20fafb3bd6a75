import type { Tensor, Tensor1D } from "@tensorflow/tfjs-node";
import { tf } from "./tensorflow";

/**
 * Single numbers of a tensor, by their places in its values, row-major. GatherNd copies one number in a fraction of the
 * time that GatherV2 (tf.gather) does, which is made for rows.
 *
 * @param places int32, shape [n]. @returns shape [n].
 */
export const entriesAt = (values: Tensor, places: Int32Array): Tensor1D =>
  tf.gatherND(values.flatten(), tf.tensor2d(places, [places.length, 1], "int32")) as Tensor1D;

import type { Tensor, Tensor2D } from "@tensorflow/tfjs-node";
import type { MultiValuedFeature } from "../data";
import { runKernel, tf, typeAttribute } from "../engine";

const attributes = [
  typeAttribute("T", "float32"),
  typeAttribute("Tidx", "int32"),
  typeAttribute("Tsegmentids", "int32"),
];

/** The values of some entities, one entity after the other, as tensors: [codes, owners], both int32 [values]. */
export type Occurrences = readonly [codes: Tensor, owners: Tensor];

/**
 * The values of the given entities of a feature.
 *
 * @returns codes, and beside each which of the entities it belongs to (0, 0, 1, ...), as tensors of the tidy scope.
 */
export function occurrencesOf({ offsets, codes }: MultiValuedFeature, entities: Int32Array): Occurrences {
  let size = 0;
  for (const entity of entities) size += offsets[entity + 1] - offsets[entity];
  const found = new Int32Array(size);
  const owners = new Int32Array(size);
  let at = 0;
  entities.forEach((entity, owner) => {
    for (let value = offsets[entity]; value < offsets[entity + 1]; value++) {
      found[at] = codes[value];
      owners[at++] = owner;
    }
  });
  return [tf.tensor1d(found, "int32"), tf.tensor1d(owners, "int32")];
}

/** Mean of the embeddings of each entity's values, one kernel. @param table shape [vocabulary, size]. */
export function meanOfValues(table: Tensor2D, [codes, owners]: Occurrences): Tensor2D {
  return runKernel("SparseSegmentMean", attributes, [table, codes, owners]) as Tensor2D;
}

/** Gradient of `meanOfValues` with respect to a table of `rows` rows. */
export function meanOfValuesGradient(upstream: Tensor, [codes, owners]: Occurrences, rows: number): Tensor {
  const size = tf.scalar(rows, "int32");
  return runKernel("SparseSegmentMeanGrad", attributes, [upstream, codes, owners, size]);
}

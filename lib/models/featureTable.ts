import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import type { FeatureColumn } from "../data";
import { lookUp, tf } from "../engine";

/**
 * One feature of every entity, ready for the engine: each entity's values as a row of codes, padded with code 0
 * and weighted so that the padding counts nothing and the values average. Dispose when done.
 */
export class FeatureTable {
  readonly name: string;
  /** Number of different values, "unknown" among them. */
  readonly vocabularySize: number;
  private readonly codes: Tensor2D;
  private readonly weights: Tensor2D | undefined;

  constructor(column: FeatureColumn) {
    this.name = column.name;
    this.vocabularySize = column.vocabulary.length;
    if (column.kind === "categorical") {
      this.codes = tf.tensor2d(column.codes, [column.codes.length, 1], "int32");
      return;
    }
    const entities = column.offsets.length - 1;
    let width = 1;
    for (let entity = 0; entity < entities; entity++) {
      width = Math.max(width, column.offsets[entity + 1] - column.offsets[entity]);
    }
    const codes = new Int32Array(entities * width);
    const weights = new Float32Array(entities * width);
    for (let entity = 0; entity < entities; entity++) {
      const values = column.codes.subarray(column.offsets[entity], column.offsets[entity + 1]);
      codes.set(values, entity * width);
      weights.fill(1 / values.length, entity * width, entity * width + values.length);
    }
    this.codes = tf.tensor2d(codes, [entities, width], "int32");
    this.weights = tf.tensor2d(weights, [entities, width]);
  }

  /**
   * Mean of the embeddings of each entity's values.
   *
   * @param table embeddings, shape [vocabularySize, size].
   * @param entities int32 [n], or null for all in order.
   * @returns shape [n, size].
   */
  embed(table: Tensor2D, entities: Tensor1D | null): Tensor2D {
    const codes = entities ? tf.gather(this.codes, entities) : this.codes;
    const [rows, width] = codes.shape;
    const embedded = lookUp(table, codes.reshape([rows * width]));
    if (!this.weights) return embedded;
    const weights = entities ? tf.gather(this.weights, entities) : this.weights;
    const size = table.shape[1];
    return tf.sum(tf.mul(embedded.reshape([rows, width, size]), weights.reshape([rows, width, 1])), 1);
  }

  dispose(): void {
    this.codes.dispose();
    this.weights?.dispose();
  }
}

import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import type { FeatureColumn } from "../data";
import { dense, lookUp, tf, type Dropout, type ParameterArray, type ParameterTensors } from "../engine";
import type { RandomStream } from "../random";
import { FeatureTable } from "./featureTable";
import { initialEmbedding, initialLinear } from "./initialisation";
import type { TowerOptions } from "./towerOptions";

/** What a tower is built for. */
export interface TowerSide {
  /** Prefix of the tower's parameter names: "user" or "item". */
  readonly side: "user" | "item";
  /** Number of users or items. */
  readonly entities: number;
  /** Feature columns, one entry an entity. */
  readonly features: readonly FeatureColumn[];
}

/**
 * One side of the two-tower model: id embedding beside feature embeddings -> hidden layers (ReLU, dropout) ->
 * a linear last layer. A pure function of named parameters, so that a part of them (the last layer's, say) can be
 * replaced by a function of others. Holds the feature codes; dispose when done.
 */
export class Tower {
  private readonly features: FeatureTable[];

  constructor(
    private readonly tower: TowerSide,
    private readonly options: TowerOptions,
  ) {
    this.features = tower.features.map((column) => new FeatureTable(column));
  }

  /** Names of weight and bias of the last layer: what the meta-learner of MIRec maps. */
  get lastLayer(): { weight: string; bias: string } {
    return this.layerNames("last");
  }

  private layerNames(layer: string): { weight: string; bias: string } {
    return { weight: `${this.tower.side}.${layer}.weight`, bias: `${this.tower.side}.${layer}.bias` };
  }

  /** Fresh parameters by name. */
  initialise(random: RandomStream): Record<string, ParameterArray> {
    const { side, entities } = this.tower;
    const { embeddingSize, featureEmbeddingSize, hiddenSizes, outputSize } = this.options;
    const parameters: Record<string, ParameterArray> = {};
    parameters[`${side}.id`] = initialEmbedding(entities, embeddingSize, random);
    for (const { name, vocabularySize } of this.features) {
      parameters[`${side}.feature.${name}`] = initialEmbedding(vocabularySize, featureEmbeddingSize, random);
    }
    let inputs = embeddingSize + featureEmbeddingSize * this.features.length;
    const layers = [
      ...hiddenSizes.map((size, index) => ({ name: `${side}.hidden${index}`, size })),
      { name: `${side}.last`, size: outputSize },
    ];
    for (const { name, size } of layers) {
      const { weight, bias } = initialLinear(inputs, size, random);
      parameters[`${name}.weight`] = weight;
      parameters[`${name}.bias`] = bias;
      inputs = size;
    }
    return parameters;
  }

  /**
   * Output of everything below the last layer.
   *
   * @param values parameters by name.
   * @param entities int32 [n], or null for all in order.
   * @returns shape [n, last hidden size].
   */
  hidden(values: ParameterTensors, entities: Tensor1D | null, dropout: Dropout): Tensor2D {
    const { side } = this.tower;
    const ids = values[`${side}.id`] as Tensor2D;
    const parts = [entities ? lookUp(ids, entities) : ids];
    for (const feature of this.features) {
      parts.push(feature.embed(values[`${side}.feature.${feature.name}`] as Tensor2D, entities));
    }
    let layer = parts.length > 1 ? tf.concat2d(parts, 1) : parts[0];
    for (let index = 0; index < this.options.hiddenSizes.length; index++) {
      const { weight, bias } = this.layerNames(`hidden${index}`);
      layer = dense(layer, values[weight] as Tensor2D, values[bias] as Tensor1D, "relu");
      layer = dropout(layer) as Tensor2D;
    }
    return layer;
  }

  /**
   * Output vectors x_u or y_i.
   *
   * @param values parameters by name.
   * @param entities int32 [n], or null for all in order.
   * @returns shape [n, outputSize].
   */
  forward(values: ParameterTensors, entities: Tensor1D | null, dropout: Dropout): Tensor2D {
    const { weight, bias } = this.lastLayer;
    const hidden = this.hidden(values, entities, dropout);
    return dense(hidden, values[weight] as Tensor2D, values[bias] as Tensor1D);
  }

  dispose(): void {
    for (const feature of this.features) feature.dispose();
  }
}

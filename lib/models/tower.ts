import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import type { FeatureColumn } from "../data";
import { hiddenLayer, linear, type Dropout, type ParameterArray, type ParameterTensors } from "../engine";
import type { RandomStream } from "../random";
import { EntityEmbedding, type EntityRows } from "./entityEmbedding";
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
 * replaced by a function of others. Holds index tensors; dispose when done.
 */
export class Tower {
  private readonly embedding: EntityEmbedding;

  constructor(
    private readonly tower: TowerSide,
    private readonly options: TowerOptions,
  ) {
    this.embedding = new EntityEmbedding(tower.side, tower.entities, tower.features);
  }

  /** Number of users or items. */
  get entities(): number {
    return this.tower.entities;
  }

  /** Width of the output vectors. */
  get outputSize(): number {
    return this.options.outputSize;
  }

  /** Width of what the hidden layers read: the embeddings side by side. */
  private get embeddedSize(): number {
    const { embeddingSize, featureEmbeddingSize } = this.options;
    return embeddingSize + featureEmbeddingSize * this.tower.features.length;
  }

  /** Width of what the last layer reads. */
  get hiddenSize(): number {
    return this.options.hiddenSizes.at(-1) ?? this.embeddedSize;
  }

  /** Name of the table of id embeddings, the one that grows with the catalogue. */
  get idTable(): string {
    return this.embedding.names.id;
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
    const { side, entities, features } = this.tower;
    const { embeddingSize, featureEmbeddingSize, hiddenSizes, outputSize } = this.options;
    const parameters: Record<string, ParameterArray> = {};
    parameters[this.idTable] = initialEmbedding(entities, embeddingSize, random);
    for (const { name, vocabulary } of features) {
      const table = initialEmbedding(vocabulary.length, featureEmbeddingSize, random);
      parameters[`${side}.feature.${name}`] = table;
    }
    let inputs = this.embeddedSize;
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
   * @param entities some entities, or null for all in order.
   * @returns shape [n, last hidden size].
   */
  hidden(values: ParameterTensors, entities: EntityRows | null, dropout: Dropout): Tensor2D {
    let layer = this.embedding.embed(values, entities);
    for (let index = 0; index < this.options.hiddenSizes.length; index++) {
      const { weight, bias } = this.layerNames(`hidden${index}`);
      layer = hiddenLayer(layer, values[weight] as Tensor2D, values[bias] as Tensor1D, dropout);
    }
    return layer;
  }

  /**
   * Output vectors x_u or y_i.
   *
   * @param values parameters by name.
   * @param entities some entities, or null for all in order.
   * @returns shape [n, outputSize].
   */
  forward(values: ParameterTensors, entities: EntityRows | null, dropout: Dropout): Tensor2D {
    const { weight, bias } = this.lastLayer;
    const hidden = this.hidden(values, entities, dropout);
    return linear(hidden, values[weight] as Tensor2D, values[bias] as Tensor1D);
  }

  dispose(): void {
    this.embedding.dispose();
  }
}

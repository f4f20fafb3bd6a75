import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import type { CategoricalFeature, FeatureColumn, MultiValuedFeature } from "../data";
import { tf, withGradient, type ParameterTensors } from "../engine";
import { meanOfValues, meanOfValuesGradient, occurrencesOf, type Occurrences } from "./multiValuedMean";

/** Some users or items, and where their id embeddings are. */
export interface EntityRows {
  /** Index of each user or item, shape [n]; one may occur more than once. */
  readonly entities: Int32Array;
  /**
   * Row of the id table that holds each entity's embedding: of a table that was cut to the rows a batch touches; or
   * "inOrder" where the table is the entities' embeddings as they are. Default: the entity's own index.
   */
  readonly rows?: Int32Array | "inOrder";
}

/** Index tensors that the forward pass reads and the backward pass needs again. */
interface Indices {
  /** Row of each entity in the id table; left out where the table is used as it is. */
  readonly ids?: Tensor1D;
  /** Codes of the categorical features, joined: feature f of entity e at e * features + f. */
  readonly codes?: Tensor1D;
  /** Values of each multi-valued feature. */
  readonly occurrences: readonly Occurrences[];
}

const isCategorical = (feature: FeatureColumn): feature is CategoricalFeature =>
  feature.kind === "categorical";
const isMultiValued = (feature: FeatureColumn): feature is MultiValuedFeature =>
  feature.kind === "multi-valued";

/**
 * What a tower reads: the embedding of the id beside the embeddings of all features, the mean of them where an entity
 * has several values. One operation with a gradient by hand: the categorical features' tables are joined, so that all
 * of them are one gather and one sum. Holds index tensors; dispose when done.
 */
export class EntityEmbedding {
  private readonly categorical: CategoricalFeature[];
  private readonly multiValued: MultiValuedFeature[];
  /** Row in the joined table of each entity's categorical values, shape [entities * features]. */
  private readonly joinedCodes: Int32Array;
  private everything?: Indices;

  constructor(
    private readonly side: "user" | "item",
    private readonly entityCount: number,
    features: readonly FeatureColumn[],
  ) {
    this.categorical = features.filter(isCategorical);
    this.multiValued = features.filter(isMultiValued);
    const width = this.categorical.length;
    this.joinedCodes = new Int32Array(entityCount * width);
    let first = 0;
    this.categorical.forEach(({ codes, vocabulary }, feature) => {
      codes.forEach((code, entity) => (this.joinedCodes[entity * width + feature] = first + code));
      first += vocabulary.length;
    });
  }

  /** Name of the table of ids, and of those of the features: first the categorical, then the multi-valued ones. */
  get names(): { id: string; features: string[] } {
    const ofFeature = ({ name }: FeatureColumn): string => `${this.side}.feature.${name}`;
    return {
      id: `${this.side}.id`,
      features: [...this.categorical.map(ofFeature), ...this.multiValued.map(ofFeature)],
    };
  }

  private indicesOf({ entities, rows }: EntityRows): Indices {
    const width = this.categorical.length;
    const codes = new Int32Array(entities.length * width);
    entities.forEach((entity, at) => {
      for (let feature = 0; feature < width; feature++) {
        codes[at * width + feature] = this.joinedCodes[entity * width + feature];
      }
    });
    return {
      ids: rows === "inOrder" ? undefined : tf.tensor1d(rows ?? entities, "int32"),
      codes: width > 0 ? tf.tensor1d(codes, "int32") : undefined,
      occurrences: this.multiValued.map((feature) => occurrencesOf(feature, entities)),
    };
  }

  /** Indices of all entities in order, made once. */
  private indicesOfAll(): Indices {
    if (!this.everything) {
      const entities = Int32Array.from({ length: this.entityCount }, (_, entity) => entity);
      this.everything = this.indicesOf({ entities, rows: "inOrder" });
      indexTensors(this.everything).forEach((tensor) => tf.keep(tensor));
    }
    return this.everything;
  }

  /**
   * @param values parameters by name.
   * @param entities some entities, or null for all in order.
   * @returns shape [n, size of the id embedding + features x size of a feature embedding].
   */
  embed(values: ParameterTensors, entities: EntityRows | null): Tensor2D {
    const { id, features } = this.names;
    const indices = entities ? this.indicesOf(entities) : this.indicesOfAll();
    const tables = [id, ...features].map((name) => values[name] as Tensor2D);
    if (tables.length === 1 && !indices.ids) return tables[0];
    const [idTable, ...featureTables] = tables;
    const categoricalTables = featureTables.slice(0, this.categorical.length);
    const multiValuedTables = featureTables.slice(this.categorical.length);
    return withGradient<Tensor2D>(tables, {
      forward: () => {
        const parts = [indices.ids ? tf.gather(idTable, indices.ids) : idTable];
        if (indices.codes) parts.push(lookUpJoined(categoricalTables, indices.codes));
        indices.occurrences.forEach((each, at) => parts.push(meanOfValues(multiValuedTables[at], each)));
        return { value: parts.length > 1 ? tf.concat2d(parts, 1) : parts[0], saved: indexTensors(indices) };
      },
      backward: (upstream, saved) => {
        const kept = [...saved];
        const ids = indices.ids && (kept.shift() as Tensor1D);
        const codes = indices.codes && (kept.shift() as Tensor1D);
        const sizes = [
          idTable.shape[1],
          ...(codes ? [categoricalTables.reduce((sum, table) => sum + table.shape[1], 0)] : []),
          ...multiValuedTables.map((table) => table.shape[1]),
        ];
        const parts = sizes.length > 1 ? tf.split(upstream, sizes, 1) : [upstream];
        const idPart = parts.shift()!;
        const gradients: Tensor[] = [ids ? tf.unsortedSegmentSum(idPart, ids, idTable.shape[0]) : idPart];
        if (codes) gradients.push(...lookUpJoinedGradients(parts.shift()!, categoricalTables, codes));
        multiValuedTables.forEach((table, at) => {
          const each = kept.splice(0, 2) as unknown as Occurrences;
          gradients.push(meanOfValuesGradient(parts[at], each, table.shape[0]));
        });
        return gradients;
      },
    });
  }

  dispose(): void {
    if (this.everything) tf.dispose(indexTensors(this.everything));
    this.everything = undefined;
  }
}

function indexTensors({ ids, codes, occurrences }: Indices): Tensor[] {
  return [...(ids ? [ids] : []), ...(codes ? [codes] : []), ...occurrences.flat()];
}

/** Rows of several tables of one width, side by side. @param codes rows in the tables joined, shape [n * tables]. */
function lookUpJoined(tables: Tensor2D[], codes: Tensor1D): Tensor2D {
  const width = tables.reduce((sum, table) => sum + table.shape[1], 0);
  const joined = tables.length > 1 ? tf.concat2d(tables, 0) : tables[0];
  return tf.gather(joined, codes).reshape([codes.size / tables.length, width]);
}

/** Gradients of `lookUpJoined` with respect to the tables. */
function lookUpJoinedGradients(upstream: Tensor, tables: Tensor2D[], codes: Tensor1D): Tensor[] {
  const rows = tables.map((table) => table.shape[0]);
  const total = rows.reduce((sum, count) => sum + count, 0);
  const joined = tf.unsortedSegmentSum(upstream.reshape([codes.size, tables[0].shape[1]]), codes, total);
  return tables.length > 1 ? tf.split(joined, rows, 0) : [joined];
}

/** A model whose score of a user and an item is the dot product of two vectors. */
export interface VectorScorer {
  /** x_u of every user, row-major, shape [users, size]. */
  readonly userVectors: Float32Array;
  /** y_i of every item, row-major, shape [items, size]. */
  readonly itemVectors: Float32Array;
  readonly size: number;
}

/** A model that can only be asked for scores. */
export interface FunctionScorer {
  /** Scores of every item for each of the given users, row-major, shape [users.length, items]. */
  readonly scores: (users: Int32Array) => Float32Array;
}

/** Whatever can be ranked. */
export type Scorer = VectorScorer | FunctionScorer;

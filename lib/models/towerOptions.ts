/** Shape of one tower. The defaults are the set-up of the reference numbers. */
export interface TowerOptions {
  /** Width of the embedding of the user's or item's id. Default 64. */
  readonly embeddingSize: number;
  /** Width of the embedding of each feature. Default 16: features have few values. */
  readonly featureEmbeddingSize: number;
  /** Widths of the hidden layers, ReLU after each. Default [128]. */
  readonly hiddenSizes: readonly number[];
  /** Width of the output vector, the last layer's. Default 64. */
  readonly outputSize: number;
  /** Probability of zeroing a hidden unit while training. Default 0.3. */
  readonly dropout: number;
}

export const defaultTowerOptions: TowerOptions = {
  embeddingSize: 64,
  featureEmbeddingSize: 16,
  hiddenSizes: [128],
  outputSize: 64,
  dropout: 0.3,
};

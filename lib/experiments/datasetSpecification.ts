/** A data set of the catalogue, as `loadDataset` takes it. */
export interface CatalogueDataset {
  readonly name: string;
  /** Book-Crossing only: keep ratings of 1 to 10 and leave out the implicit 0. Default false. */
  readonly explicitOnly?: boolean;
}

/** A person's own files, as `loadDataset` takes them. */
export interface OwnDataset {
  /** Path of the file of interactions. */
  readonly interactions: string;
  readonly items?: string;
  readonly users?: string;
  /** Column of each meaning: "user", "item", "time", "rating", and feature columns. */
  readonly columns?: Readonly<Record<string, unknown>>;
  readonly [option: string]: unknown;
}

/** Which data set, as plain JSON: what `loadDataset` is called with. */
export type DatasetSpecification = CatalogueDataset | OwnDataset;

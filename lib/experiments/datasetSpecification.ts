export type { CatalogueDataset, DatasetSpecification, OwnDataset } from "../data";

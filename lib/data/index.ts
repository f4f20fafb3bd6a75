export * from "./coreFilter";
export * from "./datasetSpecification";
export * from "./features";
export * from "./groupedRows";
export * from "./interactions";
export * from "./layouts/atomicFiles";
export * from "./layouts/bookCrossing";
export { type ReadingOrigin } from "./layouts/folderProvenance";
export * from "./layouts/movieLens100K";
export * from "./layouts/movieLens1M";
export { type ReadOptions } from "./layouts/reading";
export * from "./loadDataset";
export * from "./provenance";
export {
  type AddressSource,
  type DatasetEntry,
  type DatasetSource,
  type KnownCopy,
  type Layout,
  type PythonPackageSource,
  datasetEntry,
  listDatasets,
} from "./sources/catalogue";
export { type DownloadProgress } from "./sources/download";

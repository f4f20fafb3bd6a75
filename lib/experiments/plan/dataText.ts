import type { DatasetSpecification } from "../datasetSpecification";

/** What a data set is called in a line of text: its name in the catalogue, or the path of a person's own file. */
export const dataText = (data: DatasetSpecification): string =>
  "name" in data ? data.name : data.interactions;

import { datasetEntry } from "../../data";
import type { DatasetSpecification } from "../datasetSpecification";
import type { SplitSpecification } from "../splitSpecification";

/**
 * The split that a data set gets where nobody says: leave-last-out, or without times a random hold-out with seed 0. The
 * catalogue knows its data sets' times; of a person's own files they are found out when they are read.
 */
export function splitByTimes(data: DatasetSpecification): SplitSpecification {
  if ("interactions" in data) return { kind: "by-times", seed: 0 };
  return datasetEntry(data.name).timeScope === "none"
    ? { kind: "random-hold-out", seed: 0 }
    : { kind: "leave-last-out" };
}

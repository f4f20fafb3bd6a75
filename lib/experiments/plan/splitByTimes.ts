import { datasetEntry, loadDataset, type Interactions, type TimeScope } from "../../data";
import type { DatasetSpecification } from "../datasetSpecification";
import type { SplitSpecification } from "../splitSpecification";

/** The split of data with, or without, times: leave-last-out where a user's rows have an order, else a random hold-out. */
export function splitOfScope(timeScope: TimeScope): SplitSpecification {
  return timeScope === "none" ? { kind: "random-hold-out", seed: 0 } : { kind: "leave-last-out" };
}

/**
 * The split that a data set gets where nobody says: see `splitOfScope`. The catalogue knows its data sets' times; a
 * person's own files are read to find out.
 */
export async function splitByTimes(
  data: DatasetSpecification,
  signal: AbortSignal,
): Promise<SplitSpecification> {
  if ("name" in data && typeof data.name === "string" && !("interactions" in data)) {
    return splitOfScope(datasetEntry(data.name).timeScope);
  }
  const load = loadDataset as (data: unknown, options: { signal: AbortSignal }) => Promise<Interactions>;
  return splitOfScope((await load(data, { signal })).timeScope);
}

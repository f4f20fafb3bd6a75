import path from "node:path";
import type { DatasetSpecification } from "../../lib/experiments";

/** A data set that a JSON file names, its own files as seen from that file. */
export function ownFilesFrom(
  file: string,
  data: string | DatasetSpecification,
): string | DatasetSpecification {
  if (typeof data === "string" || !("interactions" in data)) return data;
  const seen = (own: string): string => path.resolve(path.dirname(path.resolve(file)), own);
  const { interactions, items, users } = data;
  return {
    ...data,
    interactions: seen(interactions),
    ...(items === undefined ? {} : { items: seen(items) }),
    ...(users === undefined ? {} : { users: seen(users) }),
  };
}

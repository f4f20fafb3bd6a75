import { closest } from "fastest-levenshtein";
import { listDatasets } from "../../lib/data";
import { UsageError } from "../exitCodes";

/** Sees to it that a data set's name is one of the catalogue's. Throws a UsageError with the nearest that is. */
export function checkCatalogueName(name: string): void {
  const names = listDatasets().map((entry) => entry.name);
  if (names.includes(name)) return;
  throw new UsageError(
    `There is no data set "${name}"; did you mean "${closest(name, names)}"? There are ${names.join(", ")}.`,
  );
}

import { closest, distance } from "fastest-levenshtein";

/** The name nearest to what was written, in letters and not in their case; undefined where none is near. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const small = names.map((name) => name.toLowerCase());
  const nearest = names[small.indexOf(closest(written.toLowerCase(), small))];
  const near = Math.max(2, Math.ceil(written.length / 2));
  return distance(written.toLowerCase(), nearest.toLowerCase()) <= near ? nearest : undefined;
}

/** `; did you mean "x"?`, or a full stop where nothing is near. */
export function didYouMean(written: string, names: readonly string[]): string {
  const nearest = nearestName(written, names);
  return nearest === undefined ? "." : `; did you mean "${nearest}"?`;
}

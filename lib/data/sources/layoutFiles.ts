import { existsSync } from "node:fs";
import path from "node:path";
import type { DatasetEntry, Layout } from "./catalogue";

/** The files each layout cannot do without. */
export function layoutFiles(layout: Layout, name: string): readonly string[] {
  switch (layout) {
    case "movielens-100k":
      return ["u.data", "u.user", "u.item", "u.genre"];
    case "movielens-1m":
      return ["ratings.dat", "users.dat", "movies.dat"];
    case "book-crossing":
      return ["BX-Book-Ratings.csv", "BX-Users.csv", "BX-Books.csv"];
    case "atomic":
      return [`${name}.inter`];
  }
}

/** The layouts a data set may come in: the publisher's, then those of its packages. */
export function layoutsOf(entry: DatasetEntry): readonly Layout[] {
  const others = entry.sources.flatMap((source) => (source.kind === "python-package" ? [source.layout] : []));
  return [...new Set([entry.layout, ...others])];
}

/** Files of a layout that a folder lacks. */
export function missingFiles(folder: string, layout: Layout, name: string): readonly string[] {
  return layoutFiles(layout, name).filter((file) => !existsSync(path.join(folder, file)));
}

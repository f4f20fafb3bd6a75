import { currentHost } from "../host";
import { dataFolder } from "./checkout";
import type { DatasetSpecification } from "./datasetSpecification";
import type { Interactions } from "./interactions";
import { readAtomicFiles } from "./layouts/atomicFiles";
import { readBookCrossing } from "./layouts/bookCrossing";
import { readMovieLens100K } from "./layouts/movieLens100K";
import { readMovieLens1M } from "./layouts/movieLens1M";
import type { ReadOptions } from "./layouts/reading";
import { checkSpecification } from "./own/checkSpecification";
import { loadOwnDataset } from "./own/loadOwnDataset";
import type { Layout } from "./sources/catalogue";
import { datasetEntry } from "./sources/catalogue";
import type { DownloadProgress } from "./sources/download";
import { obtainDataset } from "./sources/obtainDataset";
import { withSizeChecked } from "./sources/publishedSize";

export interface LoadOptions {
  /** Stops the download or the reading. Default: the host's, raised by a notebook's interrupt. */
  readonly signal?: AbortSignal;
  /** Folder that holds one folder a data set. Default: data/ of this checkout. */
  readonly directory?: string;
  /** Folder of archives to look in before the network. Default: what LONGTAIL_DATA_MIRROR names. */
  readonly mirror?: string;
  /** Called as a download's bytes come in. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Book-Crossing only: keep ratings of 1 to 10 and leave out the implicit 0. Default false. */
  readonly explicitOnly?: boolean;
}

/**
 * Loads a data set: one of the catalogue by its name, fetched first where it is not on this machine, or files of your
 * own, `loadDataset({ interactions: "my.csv" })`.
 *
 * A catalogue's data set is looked for in data/<name>/, then the mirror folder, then the sources of data/catalog.json
 * in their order. The licence is shown once, when it is fetched; where it came from is in `provenance`, and there,
 * too, stands a note if this copy has other counts than the publisher's archive. For own files see `OwnDataset`.
 *
 * @param dataset - A name, or the same as plain JSON: what a run's record holds.
 * @throws RangeError for a name the catalogue does not have; Error if no source has it, listing each and why, or if
 *   the files are damaged, missing or not understood, one sentence a mistake; the signal's reason if it is raised.
 */
export async function loadDataset(
  dataset: string | DatasetSpecification,
  options: LoadOptions = {},
): Promise<Interactions> {
  const signal = options.signal ?? currentHost().signal();
  signal.throwIfAborted();
  if (typeof dataset === "string") return loadFromCatalogue(dataset, signal, options);
  checkSpecification(dataset);
  if ("interactions" in dataset) return loadOwnDataset(dataset, signal);
  const { name, ...own } = dataset;
  return loadFromCatalogue(name, signal, { ...options, ...own });
}

async function loadFromCatalogue(
  name: string,
  signal: AbortSignal,
  options: LoadOptions,
): Promise<Interactions> {
  const entry = datasetEntry(name);
  const { folder, origin } = await obtainDataset(entry, {
    signal,
    directory: options.directory ?? dataFolder,
    mirror: options.mirror ?? (process.env["LONGTAIL_DATA_MIRROR"] || undefined),
    onProgress: options.onProgress,
  });
  const { source, sha256, checksum, note } = origin;
  const reading = {
    name,
    signal,
    timeScope: origin.timeScope,
    origin: { source, sha256, checksum, ...(note ? { note } : {}), licence: entry.licence },
  };
  const data = await readWith(origin.layout, folder, name, {
    ...reading,
    explicitOnly: options.explicitOnly,
  });
  return withSizeChecked(data, entry);
}

function readWith(
  layout: Layout,
  folder: string,
  name: string,
  options: ReadOptions & Pick<LoadOptions, "explicitOnly">,
): Promise<Interactions> {
  switch (layout) {
    case "movielens-100k":
      return readMovieLens100K(folder, options);
    case "movielens-1m":
      return readMovieLens1M(folder, options);
    case "book-crossing":
      return readBookCrossing(folder, options);
    case "atomic":
      return readAtomicFiles(folder, name, options);
  }
}

import { currentHost } from "../host";
import { dataFolder } from "./checkout";
import type { Interactions } from "./interactions";
import { readAtomicFiles } from "./layouts/atomicFiles";
import { readBookCrossing } from "./layouts/bookCrossing";
import { readMovieLens100K } from "./layouts/movieLens100K";
import { readMovieLens1M } from "./layouts/movieLens1M";
import type { ReadOptions } from "./layouts/reading";
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
 * Loads a data set of the catalogue by name, fetching it first where it is not on this machine.
 *
 * Looks in data/<name>/, then the mirror folder, then the sources of data/catalog.json in their order. The licence is
 * shown once, when it is fetched; where it came from is in `provenance`, and there, too, stands a note if this copy has
 * other counts than the publisher's archive.
 *
 * @throws RangeError for a name the catalogue does not have; Error if no source has it, listing each and why, or if
 *   the files are damaged; the signal's reason if it is raised.
 */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<Interactions> {
  const entry = datasetEntry(name);
  const signal = options.signal ?? currentHost().signal();
  signal.throwIfAborted();
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

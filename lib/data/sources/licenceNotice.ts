import { currentHost } from "../../host";
import type { DatasetEntry } from "./catalogue";

/** Shows a data set's licence, once, when it is first fetched: in the notebook, or on stderr elsewhere. */
export function showLicence(entry: DatasetEntry, source: string): void {
  const sentence = `Fetched ${entry.title} (${source}). Licence: ${entry.licence}`;
  const host = currentHost();
  if (host.kind === "notebook") host.display({ "text/plain": sentence });
  else process.stderr.write(`${sentence}\n`);
}

import { currentHost } from "../../host";
import type { DatasetEntry } from "./catalogue";

/** Shows a sentence about the data: in the notebook, or on stderr elsewhere. */
export function showNotice(sentence: string): void {
  const host = currentHost();
  if (host.kind === "notebook") host.display({ "text/plain": sentence });
  else process.stderr.write(`${sentence}\n`);
}

/** Shows a data set's licence, once, when it is first fetched. */
export function showLicence(entry: DatasetEntry, source: string): void {
  showNotice(`Fetched ${entry.title} (${source}). Licence: ${entry.licence}`);
}

/** Says that the mirror folder the reader named was of no use, although another source was. */
export function showPassedOver(entry: DatasetEntry, failure: string): void {
  showNotice(`${entry.title} was fetched from elsewhere, because of ${failure}.`);
}

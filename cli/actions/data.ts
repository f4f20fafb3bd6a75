import { listDatasets, loadDataset, type Interactions } from "../../lib/data";
import { count, percent } from "../../lib/host";
import { stopping } from "../interruption";
import { checkCatalogueName } from "../options/catalogueName";
import { specifiedData, type DataFlags } from "../options/dataOptions";
import { print, textTable, writeJson } from "../output";

/** The flags of `longtail data`. */
export interface DataCommandFlags extends DataFlags {
  readonly json?: string;
}

/** Lists the data sets of the catalogue, or fetches and reads one and says what is in it. */
export async function data(name: string | undefined, flags: DataCommandFlags): Promise<void> {
  const { json } = flags;
  if (name === undefined && flags.interactions === undefined) {
    const entries = listDatasets();
    if (json !== undefined) await writeJson(entries, json);
    if (json !== "-") {
      await print(textTable(entries.map(({ name: entry, title, licence }) => [entry, title, licence])));
    }
    return;
  }
  const specification = specifiedData({ ...flags, data: name });
  if (name !== undefined) checkCatalogueName(name);
  const loaded = await loadDataset(specification, { signal: stopping });
  const { users, userIds, itemIds, timeScope, provenance, userFeatures, itemFeatures } = loaded;
  const features = (columns: Interactions["userFeatures"]): { name: string; kind: string }[] =>
    columns.map((column) => ({ name: column.name, kind: column.kind }));
  const summary = {
    name: loaded.name,
    interactions: users.length,
    users: userIds.length,
    items: itemIds.length,
    density: users.length / (userIds.length * itemIds.length),
    timeScope,
    userFeatures: features(userFeatures),
    itemFeatures: features(itemFeatures),
    provenance,
  };
  if (json !== undefined) await writeJson(summary, json);
  if (json === "-") return;
  const told = (columns: { name: string; kind: string }[]): string =>
    columns.map((column) => `${column.name} (${column.kind})`).join(", ") || "none";
  await print(
    textTable([
      ["data set", summary.name],
      ["interactions", count(summary.interactions)],
      ["users", count(summary.users)],
      ["items", count(summary.items)],
      ["density", percent(summary.density, 3)],
      ["times", { global: "yes", "within-user": "order one user's rows only", none: "none" }[timeScope]],
      ["user features", told(summary.userFeatures)],
      ["item features", told(summary.itemFeatures)],
      ["duplicates", count(provenance.duplicateCount)],
      ["refused rows", count(provenance.badRowCount)],
      ["source", provenance.source],
      ["SHA-256", provenance.sha256],
      ["licence", provenance.licence],
      ...(provenance.note ? [["note", provenance.note]] : []),
    ]),
  );
}

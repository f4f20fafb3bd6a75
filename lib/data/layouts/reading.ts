import path from "node:path";
import type { FeatureColumn } from "../features";
import type { Interactions, TimeScope } from "../interactions";
import { BadRows } from "../reading/badRows";
import type { Database } from "../reading/duckdb";
import { withDatabase } from "../reading/duckdb";
import type { Feedback } from "../reading/feedback";
import { inUsualOrder } from "./featureOrder";
import type { ReadingOrigin } from "./folderProvenance";
import { folderProvenance } from "./folderProvenance";

/** What every reader of a layout takes. */
export interface ReadOptions {
  /** Name of the data set in the record. Default: the folder's name. */
  readonly name?: string;
  readonly signal?: AbortSignal;
  /** What the times can be used for. Default: "global" where the layout has times. */
  readonly timeScope?: TimeScope;
  /** Default: the folder's name and the SHA-256 of the interactions file. */
  readonly origin?: ReadingOrigin;
}

/** What a layout's own part of reading yields. */
export interface ReadParts {
  readonly feedback: Feedback;
  /** One title an item index; null where there is none, and the id stands in. */
  readonly itemTitles: readonly (string | null)[];
  readonly userFeatures: readonly FeatureColumn[];
  readonly itemFeatures: readonly FeatureColumn[];
}

/** Opens the database, lets a layout read its files, and puts the record together. */
export async function readLayout(
  folder: string,
  feedbackFile: string,
  options: ReadOptions,
  read: (database: Database, badRows: BadRows) => Promise<ReadParts>,
): Promise<Interactions> {
  const badRows = new BadRows();
  const { feedback, itemTitles, userFeatures, itemFeatures } = await withDatabase((database) =>
    read(database, badRows),
  );
  options.signal?.throwIfAborted();
  const { duplicateCount, ...rows } = feedback;
  return {
    name: options.name ?? path.basename(path.resolve(folder)),
    ...rows,
    itemTitles: rows.itemIds.map((id, item) => itemTitles[item] ?? id),
    userFeatures: inUsualOrder(userFeatures),
    itemFeatures: inUsualOrder(itemFeatures),
    provenance: {
      ...(options.origin ?? (await folderProvenance(folder, feedbackFile))),
      badRows: badRows.first,
      badRowCount: badRows.count,
      duplicateCount,
    },
  };
}

import { writeFileSync } from "node:fs";
import path from "node:path";
import { tastefulInteractions } from "../../fixtures";

/** Writes a small data set to a file that any process can load. Returns its path. */
export function writeInteractions(folder: string): string {
  const { users, items, order } = tastefulInteractions();
  const file = path.join(folder, "interactions.csv");
  const rows = Array.from(users, (user, row) => `u${user},i${items[row]},${order[row] + 1_000_000_000}`);
  writeFileSync(file, ["user_id,item_id,timestamp", ...rows].join("\n") + "\n");
  return file;
}

/** Options of a two-tower that trains in a moment. */
export const small = {
  ...{ embeddingSize: 4, featureEmbeddingSize: 4, hiddenSizes: [8], outputSize: 4 },
  ...{ batchSize: 128, epochs: 3, patience: 1000 },
};

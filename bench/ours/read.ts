import * as lt from "longtail";
import { runScript, serve } from "./conversation";

/** Tells whether both sides number users and items alike. */
function weighted(indices: Int32Array): number {
  return indices.reduce((sum, index, row) => sum + index * (row % 97), 0);
}

runScript(async () =>
  serve({ versions: { node: process.versions.node } }, async () => {
    const began = performance.now();
    const { users, items, userIds, itemIds } = await lt.loadDataset("ml-1m");
    const seconds = (performance.now() - began) / 1000;
    return {
      seconds,
      read: [users.length, userIds.length, itemIds.length, weighted(users), weighted(items)],
    };
  }),
);

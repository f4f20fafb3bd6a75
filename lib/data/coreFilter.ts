import type { FeatureColumn } from "./features";
import type { Interactions } from "./interactions";

/** Fewest interactions that a user and an item must have to stay. */
export interface CoreFilterOptions {
  /** The k of the k-core, for users and items alike. */
  readonly k: number;
}

function keptIndices(keep: Uint8Array): { kept: Int32Array; newIndex: Int32Array } {
  const newIndex = new Int32Array(keep.length).fill(-1);
  let next = 0;
  for (let index = 0; index < keep.length; index++) if (keep[index]) newIndex[index] = next++;
  const kept = new Int32Array(next);
  newIndex.forEach((position, index) => {
    if (position >= 0) kept[position] = index;
  });
  return { kept, newIndex };
}

function restrictFeature(column: FeatureColumn, kept: Int32Array): FeatureColumn {
  if (column.kind === "categorical") return { ...column, codes: kept.map((entity) => column.codes[entity]) };
  const offsets = new Int32Array(kept.length + 1);
  kept.forEach((entity, position) => {
    offsets[position + 1] = offsets[position] + column.offsets[entity + 1] - column.offsets[entity];
  });
  const codes = new Int32Array(offsets[kept.length]);
  kept.forEach((entity, position) => {
    codes.set(column.codes.subarray(column.offsets[entity], column.offsets[entity + 1]), offsets[position]);
  });
  return { ...column, offsets, codes };
}

/** Drops users and items below k until none is left below, and marks the rows that stay. */
function coreRows(data: Interactions, k: number): Uint8Array {
  const stays = new Uint8Array(data.users.length).fill(1);
  for (let dropped = 1; dropped > 0;) {
    dropped = 0;
    const userCounts = new Int32Array(data.userIds.length);
    const itemCounts = new Int32Array(data.itemIds.length);
    for (let row = 0; row < stays.length; row++) {
      if (!stays[row]) continue;
      userCounts[data.users[row]] += 1;
      itemCounts[data.items[row]] += 1;
    }
    for (let row = 0; row < stays.length; row++) {
      if (!stays[row] || (userCounts[data.users[row]] >= k && itemCounts[data.items[row]] >= k)) continue;
      stays[row] = 0;
      dropped += 1;
    }
  }
  return stays;
}

/**
 * The k-core: the largest part of the data in which every user and every item has at least k interactions.
 *
 * Users and items that go are gone from the candidates and the vocabularies; the rest keep their order.
 *
 * @throws when nothing is left.
 */
export function coreFilter(data: Interactions, { k }: CoreFilterOptions): Interactions {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a whole number from 1, but it is ${k}.`);
  const stays = coreRows(data, k);
  const rows = keptIndices(stays).kept;
  if (rows.length === 0) {
    throw new Error(`The ${k}-core of "${data.name}" is empty; choose a smaller k.`);
  }
  const keepUser = new Uint8Array(data.userIds.length);
  const keepItem = new Uint8Array(data.itemIds.length);
  for (const row of rows) {
    keepUser[data.users[row]] = 1;
    keepItem[data.items[row]] = 1;
  }
  const users = keptIndices(keepUser);
  const items = keptIndices(keepItem);
  return {
    ...data,
    name: `${data.name} (${k}-core)`,
    users: rows.map((row) => users.newIndex[data.users[row]]),
    items: rows.map((row) => items.newIndex[data.items[row]]),
    order: Float64Array.from(rows, (row) => data.order[row]),
    userIds: Array.from(users.kept, (user) => data.userIds[user]),
    itemIds: Array.from(items.kept, (item) => data.itemIds[item]),
    itemTitles: Array.from(items.kept, (item) => data.itemTitles[item]),
    userFeatures: data.userFeatures.map((column) => restrictFeature(column, users.kept)),
    itemFeatures: data.itemFeatures.map((column) => restrictFeature(column, items.kept)),
  };
}

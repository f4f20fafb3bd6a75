import assert from "node:assert/strict";
import type { FeatureColumn, Interactions } from "../../lib/data";

/** Values of one user or item in words, by feature; a list for a multi-valued one. */
export function featuresOf(
  columns: readonly FeatureColumn[],
  entity: number,
): Record<string, string | string[]> {
  const entries = columns.map((column): [string, string | string[]] => {
    if (column.kind === "categorical") return [column.name, column.vocabulary[column.codes[entity]]];
    const codes = column.codes.subarray(column.offsets[entity], column.offsets[entity + 1]);
    return [column.name, Array.from(codes, (code) => column.vocabulary[code])];
  });
  return Object.fromEntries(entries);
}

/** What every reader promises, whatever the files. */
export function assertWellFormed(data: Interactions): void {
  const rows = data.users.length;
  assert.equal(data.items.length, rows);
  assert.equal(data.order.length, rows);
  assertFirstAppearance(data.users, data.userIds.length);
  assertFirstAppearance(data.items, data.itemIds.length);
  assert.equal(new Set(data.userIds).size, data.userIds.length);
  assert.equal(new Set(data.itemIds).size, data.itemIds.length);
  assert.equal(data.itemTitles.length, data.itemIds.length);
  const pairs = new Set(Array.from(data.users, (user, row) => user * data.itemIds.length + data.items[row]));
  assert.equal(pairs.size, rows, "each pair once");
  data.userFeatures.forEach((column) => assertColumn(column, data.userIds.length));
  data.itemFeatures.forEach((column) => assertColumn(column, data.itemIds.length));
}

function assertFirstAppearance(indices: Int32Array, count: number): void {
  let next = 0;
  for (const index of indices) {
    assert.ok(index <= next, "indices are given in order of first appearance");
    if (index === next) next++;
  }
  assert.equal(next, count);
}

function assertColumn(column: FeatureColumn, entities: number): void {
  assert.equal(column.vocabulary[0], "unknown");
  assert.equal(new Set(column.vocabulary).size, column.vocabulary.length);
  assert.ok(column.codes.every((code) => code >= 0 && code < column.vocabulary.length));
  if (column.kind === "categorical") {
    assert.equal(column.codes.length, entities);
    return;
  }
  assert.equal(column.offsets.length, entities + 1);
  assert.equal(column.offsets[entities], column.codes.length);
  for (let entity = 0; entity < entities; entity++) {
    assert.ok(column.offsets[entity] < column.offsets[entity + 1], "no list is empty");
  }
}

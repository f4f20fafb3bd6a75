/** Rows grouped by a key in compressed form: group g has `rows[offsets[g]] .. rows[offsets[g + 1] - 1]`. */
export interface GroupedRows {
  /** Shape [groups + 1]. */
  readonly offsets: Int32Array;
  /** Row numbers, ascending within a group. */
  readonly rows: Int32Array;
}

/** Groups rows by key (a user or an item index) with a counting sort; file order stays within a group. */
export function groupRows(keys: Int32Array, groupCount: number): GroupedRows {
  const offsets = new Int32Array(groupCount + 1);
  for (let row = 0; row < keys.length; row++) offsets[keys[row] + 1] += 1;
  for (let group = 0; group < groupCount; group++) offsets[group + 1] += offsets[group];
  const next = offsets.slice(0, groupCount);
  const rows = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row++) rows[next[keys[row]]++] = row;
  return { offsets, rows };
}

import { groupRows } from "../groupedRows";

/**
 * Marks the rows of (user, item) pairs that another row of the same pair replaces: of several the last by time stays,
 * of equal times the last in the file. One pass over each user's rows, no row compared with all others.
 *
 * @param users - User index of each row, in file order; `items` and `times` alike.
 * @returns 1 for a row that goes, shape [rows]; null where every pair is there once.
 */
export function replacedRows(
  users: Int32Array,
  items: Int32Array,
  times: Float64Array | null,
  userCount: number,
  itemCount: number,
): Uint8Array | null {
  const { offsets, rows } = groupRows(users, userCount);
  const rowOfItem = new Int32Array(itemCount);
  // The user that `rowOfItem` was written for; so it needs no clearing between users.
  const writtenFor = new Int32Array(itemCount).fill(-1);
  let replaced: Uint8Array | null = null;
  for (let user = 0; user < userCount; user++) {
    for (let place = offsets[user]; place < offsets[user + 1]; place++) {
      const row = rows[place];
      const item = items[row];
      if (writtenFor[item] !== user) {
        writtenFor[item] = user;
        rowOfItem[item] = row;
        continue;
      }
      replaced ??= new Uint8Array(users.length);
      const earlier = rowOfItem[item];
      const stays = times === null || times[row] >= times[earlier];
      replaced[stays ? earlier : row] = 1;
      if (stays) rowOfItem[item] = row;
    }
  }
  return replaced;
}

import type { Interactions } from "../data";
import type { Pairs, Split } from "./split";

/** Where a splitter puts a row. */
export const Part = { train: 0, validation: 1, test: 2 } as const;

function pairsOf(data: Interactions, parts: Uint8Array, wanted: number): Pairs {
  let size = 0;
  for (let row = 0; row < parts.length; row++) if (parts[row] === wanted) size += 1;
  const users = new Int32Array(size);
  const items = new Int32Array(size);
  let next = 0;
  for (let row = 0; row < parts.length; row++) {
    if (parts[row] !== wanted) continue;
    users[next] = data.users[row];
    items[next++] = data.items[row];
  }
  return { users, items, userCount: data.userIds.length, itemCount: data.itemIds.length };
}

/** Makes the split record from the part of every row; rows keep file order within their part. */
export function partition(
  name: string,
  data: Interactions,
  parts: Uint8Array,
  trainingOnlyUsers: number,
): Split {
  return {
    name,
    data,
    train: pairsOf(data, parts, Part.train),
    validation: pairsOf(data, parts, Part.validation),
    test: pairsOf(data, parts, Part.test),
    trainingOnlyUsers,
  };
}

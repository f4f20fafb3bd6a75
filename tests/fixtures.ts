import type { Interactions, TimeScope } from "../lib/data";
import { randomStream } from "../lib/random";

/** A data set written out row by row: [user, item, time]. Users and items are their indices. */
export function interactionsOf(
  rows: readonly (readonly [number, number, number])[],
  { timeScope = "global", items }: { timeScope?: TimeScope; items?: number } = {},
): Interactions {
  const userCount = 1 + Math.max(...rows.map(([user]) => user));
  const itemCount = items ?? 1 + Math.max(...rows.map(([, item]) => item));
  const ids = (count: number, letter: string): string[] =>
    Array.from({ length: count }, (_, index) => `${letter}${index}`);
  return {
    name: "written-out",
    users: Int32Array.from(rows, ([user]) => user),
    items: Int32Array.from(rows, ([, item]) => item),
    order: Float64Array.from(rows, ([, , time]) => time),
    timeScope,
    userIds: ids(userCount, "u"),
    itemIds: ids(itemCount, "i"),
    itemTitles: ids(itemCount, "title "),
    userFeatures: [],
    itemFeatures: [],
    provenance: {
      source: "written out in the test",
      sha256: "0".repeat(64),
      checksum: "unknown",
      licence: "none",
      badRows: [],
      badRowCount: 0,
      duplicateCount: 0,
    },
  };
}

/** The data with every other user's first rows alone, so that users, too, are active and less active ones. */
export function unevenUsers(data: Interactions, rowsOfOthers: number): Interactions {
  const seen = new Map<number, number>();
  const kept = Int32Array.from(data.users.keys()).filter((row) => {
    const user = data.users[row];
    seen.set(user, (seen.get(user) ?? 0) + 1);
    return user % 2 === 0 || seen.get(user)! <= rowsOfOthers;
  });
  return {
    ...data,
    users: kept.map((row) => data.users[row]),
    items: kept.map((row) => data.items[row]),
    order: Float64Array.from(kept, (row) => data.order[row]),
  };
}

/**
 * A small data set with something to learn: users and items have a taste, users mostly choose items of theirs, and
 * popular items are chosen more.
 */
export function tastefulInteractions({
  users = 60,
  items = 40,
  perUser = 12,
  tastes = 4,
  seed = 7,
} = {}): Interactions {
  const random = randomStream(seed, "tasteful interactions");
  const rows: [number, number, number][] = [];
  for (let user = 0; user < users; user++) {
    const chosen = new Set<number>();
    while (chosen.size < Math.min(perUser, items)) {
      const popular = Math.floor(items * random.uniform() ** 2);
      const taste = user % tastes;
      const item = random.uniform() < 0.8 ? popular - (popular % tastes) + taste : popular;
      if (item < items) chosen.add(item);
    }
    for (const item of chosen) rows.push([user, item, rows.length]);
  }
  const data = interactionsOf(rows, { items });
  return {
    ...data,
    userFeatures: [
      {
        name: "taste",
        kind: "categorical",
        vocabulary: ["unknown", ...Array.from({ length: tastes }, (_, taste) => `taste ${taste}`)],
        codes: Int32Array.from({ length: users }, (_, user) => 1 + (user % tastes)),
      },
    ],
    itemFeatures: [
      {
        name: "genres",
        kind: "multi-valued",
        vocabulary: ["unknown", "even", "third"],
        offsets: Int32Array.from({ length: items + 1 }, (_, item) => {
          let offset = 0;
          for (let before = 0; before < item; before++) offset += before % 6 === 0 ? 2 : 1;
          return offset;
        }),
        codes: Int32Array.from(
          Array.from({ length: items }, (_, item) =>
            item % 6 === 0 ? [1, 2] : item % 2 === 0 ? [1] : item % 3 === 0 ? [2] : [0],
          ).flat(),
        ),
      },
    ],
  };
}

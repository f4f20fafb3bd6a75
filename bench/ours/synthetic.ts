import * as lt from "longtail";

interface Size {
  readonly users: number;
  readonly items: number;
  readonly pairs: number;
  readonly seed: number;
}

/** Pairs whose items follow Zipf's law: the j-th item comes in proportion to 1 / j. A pair may occur twice. */
export function zipfPairs({ users, items, pairs, seed }: Size): lt.Pairs {
  const random = lt.randomStream(seed, "synthetic pairs");
  return {
    users: Int32Array.from({ length: pairs }, () => random.integer(users)),
    items: Int32Array.from({ length: pairs }, () =>
      Math.min(items - 1, Math.floor(items ** random.uniform()) - 1),
    ),
    userCount: users,
    itemCount: items,
  };
}

function categorical(
  name: string,
  entities: number,
  values: number,
  random: lt.RandomStream,
): lt.CategoricalFeature {
  const vocabulary = [lt.UNKNOWN, ...Array.from({ length: values }, (_, value) => `${name} ${value}`)];
  const codes = Int32Array.from({ length: entities }, () => 1 + random.integer(values));
  return { name, kind: "categorical", vocabulary, codes };
}

function multiValued(
  name: string,
  entities: number,
  values: number,
  random: lt.RandomStream,
): lt.MultiValuedFeature {
  const { vocabulary } = categorical(name, 0, values, random);
  const lists = Array.from({ length: entities }, () => {
    const size = 1 + random.integer(3);
    const first = random.integer(values);
    return Array.from({ length: size }, (_, at) => 1 + ((first + at) % values));
  });
  const offsets = new Int32Array(entities + 1);
  lists.forEach((list, entity) => (offsets[entity + 1] = offsets[entity] + list.length));
  return { name, kind: "multi-valued", vocabulary, offsets, codes: Int32Array.from(lists.flat()) };
}

/** Data of a given size with MovieLens' features, each drawn uniformly; each pair once. */
export function syntheticInteractions({ users, items, pairs, seed }: Size): lt.Interactions {
  const random = lt.randomStream(seed, "synthetic features");
  const drawn = zipfPairs({ users, items, pairs: 3 * pairs, seed });
  const seen = new Set<number>();
  for (let row = 0; row < drawn.users.length && seen.size < pairs; row++) {
    seen.add(drawn.users[row] * items + drawn.items[row]);
  }
  const kept = [...seen];
  return {
    name: `synthetic, ${users} users and ${items} items`,
    users: Int32Array.from(kept, (pair) => Math.floor(pair / items)),
    items: Int32Array.from(kept, (pair) => pair % items),
    order: Float64Array.from(kept, (_, row) => row),
    timeScope: "within-user",
    userIds: new Array<string>(users).fill(""),
    itemIds: new Array<string>(items).fill(""),
    itemTitles: new Array<string>(items).fill(""),
    userFeatures: [
      categorical("age", users, 7, random),
      categorical("gender", users, 2, random),
      categorical("occupation", users, 21, random),
      categorical("zip", users, 100, random),
    ],
    itemFeatures: [categorical("year", items, 81, random), multiValued("genres", items, 18, random)],
    provenance: {
      source: "synthetic",
      sha256: "",
      checksum: "unknown",
      licence: "none",
      badRows: [],
      badRowCount: 0,
      duplicateCount: 0,
    },
  };
}

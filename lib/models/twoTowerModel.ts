import type { Interactions } from "../data";
import type { ParameterArrays } from "../engine";
import { randomStream } from "../random";
import { Tower } from "./tower";
import type { TowerOptions } from "./towerOptions";

/** Which feature columns the towers read; default all that the data set has, but for title words. */
export interface FeatureChoice {
  readonly user?: readonly string[];
  readonly item?: readonly string[];
}

/** User tower and item tower; a dot product of their outputs scores. Dispose when done. */
export interface TwoTowerModel {
  readonly user: Tower;
  readonly item: Tower;
  /** Fresh parameters of both towers. */
  initialise(seed: number): ParameterArrays;
  dispose(): void;
}

/** Left out by default, as in the reference set-up: thousands of words cost time at every step. */
const leftOutByDefault = new Set(["title words"]);

function chosen<Column extends { readonly name: string }>(
  columns: readonly Column[],
  names: readonly string[] | undefined,
  side: string,
): Column[] {
  if (!names) return columns.filter(({ name }) => !leftOutByDefault.has(name));
  return names.map((name) => {
    const column = columns.find((candidate) => candidate.name === name);
    if (!column) {
      const known = columns.map((candidate) => candidate.name).join(", ") || "none";
      throw new Error(`There is no ${side} feature "${name}"; the data set has ${known}.`);
    }
    return column;
  });
}

/** Builds both towers for a data set. Throws when a chosen feature is not in the data set, naming those that are. */
export function twoTowerModel(
  data: Interactions,
  options: TowerOptions,
  features: FeatureChoice = {},
): TwoTowerModel {
  const userFeatures = chosen(data.userFeatures, features.user, "user");
  const itemFeatures = chosen(data.itemFeatures, features.item, "item");
  const user = new Tower({ side: "user", entities: data.userIds.length, features: userFeatures }, options);
  const item = new Tower({ side: "item", entities: data.itemIds.length, features: itemFeatures }, options);
  return {
    user,
    item,
    initialise: (seed) => {
      const random = randomStream(seed, "initial parameters");
      return { ...user.initialise(random), ...item.initialise(random) };
    },
    dispose: () => {
      user.dispose();
      item.dispose();
    },
  };
}

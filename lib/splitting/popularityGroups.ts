import { cutGroups, type Groups, type GroupsOptions } from "./groups";
import { itemCounts } from "./popularity";
import type { Pairs } from "./split";

/** Head and tail ITEMS: the top `headShare` of the items by training count, and the rest. See `cutGroups`. */
export function popularityGroups(train: Pairs, options: GroupsOptions = {}): Groups {
  return cutGroups("item", itemCounts(train), options);
}

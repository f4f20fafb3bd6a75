import { cutGroups, type Groups, type GroupsOptions } from "./groups";
import { userCounts } from "./popularity";
import type { Pairs } from "./split";

/** Active (head) and long-tail USERS: the top `headShare` of the users by training count, and the rest. See `cutGroups`. */
export function activityGroups(train: Pairs, options: GroupsOptions = {}): Groups {
  return cutGroups("user", userCounts(train), options);
}

import type { Ranks } from "./ranks";

/**
 * Checks that ranks are of the same positives in the same order, so that they may stand in one table.
 *
 * @param ranksByName a name for the error, and the ranks.
 * @param need what is being made, as the subject of the error where there are no ranks, such as "A metrics table".
 * @returns the first of the ranks.
 * @throws naming the two that differ, or when there are none.
 */
export function checkSamePositives(ranksByName: readonly (readonly [string, Ranks])[], need: string): Ranks {
  const [first, ...others] = ranksByName;
  if (!first) throw new Error(`${need} needs the ranks of at least one method.`);
  const [name, expected] = first;
  for (const [other, ranks] of others) {
    const same =
      ranks.part === expected.part &&
      ranks.items.length === expected.items.length &&
      ranks.items.every((item, row) => item === expected.items[row]) &&
      ranks.users.every((user, row) => user === expected.users[row]);
    if (same) continue;
    throw new Error(
      `The ranks of "${other}" (${ranks.part}, ${ranks.items.length} positives) are not of the same positives as those of "${name}" (${expected.part}, ${expected.items.length}); rank both on one split and part.`,
    );
  }
  return expected;
}

import { type RandomStream } from "../random";
import { groupRows } from "../splitting";

/**
 * Rows in which no key (item or user) occurs more than `cap` times: of a key with more rows exactly `cap` are drawn
 * without replacement, of the others all stay. Rows ascend.
 *
 * @param keys item or user of each row.
 */
export function cappedRows(
  keys: Int32Array,
  keyCount: number,
  cap: number,
  random: RandomStream,
): Int32Array {
  const { offsets, rows } = groupRows(keys, keyCount);
  const kept: number[] = [];
  for (let key = 0; key < keyCount; key++) {
    const own = rows.slice(offsets[key], offsets[key + 1]);
    const size = Math.min(cap, own.length);
    // The first `size` steps of Fisher and Yates' shuffle are a draw without replacement.
    for (let position = 0; position < size && own.length > cap; position++) {
      const chosen = position + random.integer(own.length - position);
      [own[position], own[chosen]] = [own[chosen], own[position]];
    }
    for (let position = 0; position < size; position++) kept.push(own[position]);
  }
  return Int32Array.from(kept).sort();
}

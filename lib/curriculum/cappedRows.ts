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
  const stays = new Uint8Array(keys.length);
  let size = 0;
  for (let key = 0; key < keyCount; key++) {
    const start = offsets[key];
    const own = offsets[key + 1] - start;
    const kept = Math.min(cap, own);
    // The first `kept` steps of Fisher and Yates' shuffle are a draw without replacement.
    for (let position = 0; position < kept && own > cap; position++) {
      const chosen = position + random.integer(own - position);
      const row = rows[start + chosen];
      rows[start + chosen] = rows[start + position];
      rows[start + position] = row;
    }
    for (let position = 0; position < kept; position++) stays[rows[start + position]] = 1;
    size += kept;
  }
  // Marked and collected, the rows ascend without a sort.
  const result = new Int32Array(size);
  let next = 0;
  for (let row = 0; row < stays.length; row++) if (stays[row]) result[next++] = row;
  return result;
}

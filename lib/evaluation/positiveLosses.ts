import type { Tensor1D } from "@tensorflow/tfjs-node";
import { plainResult, tf } from "../engine";
import type { Groups, Group, HeldOutPart, Split } from "../splitting";
import type { Ranks } from "./ranks";
import type { Scorer } from "./scorer";
import { scoreTiles } from "./scoreTiles";

/**
 * Loss of every held-out positive, in nats, shape [positives]:
 *
 *     - log p(i|u) = log sum over all items j of exp s(u,j)  -  s(u,i)                                        // Eq 1-2
 *
 * The softmax is over ALL items, as in training, so the two losses can be set side by side. Like ranks, scores are
 * computed in tiles, and memory stays flat.
 */
export function positiveLosses(model: Scorer, split: Split, part: HeldOutPart): Float32Array {
  const { users, items, itemCount } = split[part];
  const losses = new Float32Array(users.length);
  const tiles = scoreTiles(model, itemCount);
  try {
    for (let start = 0; start < users.length; start += tiles.rows) {
      const block = users.slice(start, start + tiles.rows);
      const own = new Float32Array(block.length);
      const ofRanges = tiles.ranges.map(({ from, to }, index) => {
        const { whole, positives } = plainResult(() => {
          const scores = tiles.scores(block, index);
          const columns = Int32Array.from(block, (_, row) =>
            Math.min(Math.max(items[start + row] - from, 0), to - from - 1),
          );
          const places = new Int32Array(2 * block.length);
          columns.forEach((column, row) => places.set([row, column], 2 * row));
          return {
            whole: tf.logSumExp(scores, 1).dataSync<"float32">().slice(),
            positives: (tf.gatherND(scores, tf.tensor2d(places, [block.length, 2], "int32")) as Tensor1D)
              .dataSync<"float32">()
              .slice(),
          };
        });
        block.forEach((_, row) => {
          const item = items[start + row];
          if (item >= from && item < to) own[row] = positives[row];
        });
        return whole;
      });
      block.forEach((_, row) => {
        const most = Math.max(...ofRanges.map((range) => range[row]));
        const sum = ofRanges.reduce((total, range) => total + Math.exp(range[row] - most), 0);
        losses[start + row] = most + Math.log(sum) - own[row];
      });
    }
  } finally {
    tiles.dispose();
  }
  return losses;
}

/** Mean loss of a group's positives, in nats; null when the group has none. */
export function meanLoss(
  losses: ArrayLike<number>,
  { users, items }: Pick<Ranks, "users" | "items">,
  { by, isHead }: Groups,
  group: Group,
): number | null {
  const members = by === "item" ? items : users;
  let sum = 0;
  let positives = 0;
  members.forEach((member, row) => {
    if (group !== "overall" && isHead[member] !== (group === "head" ? 1 : 0)) return;
    sum += losses[row];
    positives += 1;
  });
  return positives > 0 ? sum / positives : null;
}

import { allRows, cappedRows } from "../../curriculum";
import { randomStream, shuffledIndices } from "../../random";
import { itemCounts } from "../../splitting";
import type { FitContext } from "../../training";
import { joinedProgress } from "../joinedProgress";
import { fewShotVectors } from "./fewShotVectors";
import type { MirecItemsOptions } from "./options";
import type { UserSpace } from "./userSpace";

/** Pairs of a head item's few-shot vector and its item: what F learns from. */
export interface TeachingPairs {
  /** y_i(k), row-major, shape [pairs, size]. */
  readonly fewShot: Float32Array;
  /** Item of each pair, shape [pairs]. */
  readonly items: Int32Array;
  /** Shots k of each pair, shape [pairs]. */
  readonly shots: Int32Array;
}

/** Head items, the ones with at least k samples, in a random order. */
export function headItems(counts: Int32Array, k: number, seed: number): Int32Array {
  const head = Int32Array.from(counts.keys()).filter((item) => counts[item] >= k);
  const order = shuffledIndices(head.length, randomStream(seed, "groups of head items"));
  return order.map((position) => head[position]);
}

/** The rows of all items but the learnt ones, and `shots` rows of each of those. */
export function rowsWithShots(
  { train }: Pick<UserSpace, "train">,
  learnt: Uint8Array,
  shots: number,
  seed: number,
  purpose: string,
): Int32Array {
  const random = randomStream(seed, `samples of ${purpose}`);
  const kept = new Set(cappedRows(train.items, train.itemCount, shots, random));
  return allRows(train).filter((row) => learnt[train.items[row]] === 0 || kept.has(row));
}

/**
 * Learns every head item's vector from each number of shots that it has at least twice, a group of items at a time, as
 * often as other samples are to be drawn.
 *
 * @param head head items, in the order in which they are dealt to the groups.
 * @param label shown with the progress.
 */
export async function teachingPairs(
  space: UserSpace,
  head: Int32Array,
  { shots: allShots, shotDraws, groups }: Pick<MirecItemsOptions, "shots" | "shotDraws" | "groups">,
  label: string,
  context: FitContext,
): Promise<TeachingPairs> {
  const counts = itemCounts(space.train);
  const size = space.manyShot.shape[1];
  const vectors: Float32Array[] = [];
  const items: number[] = [];
  const shotsOf: number[] = [];
  const runs = allShots.flatMap((shots) =>
    Array.from({ length: groups * shotDraws }, (_, run) => {
      const [group, draw] = [run % groups, Math.floor(run / groups)];
      return {
        ...{ shots, purpose: `${shots} shots, group ${group}${draw > 0 ? `, draw ${draw}` : ""}` },
        members: head.filter((item, at) => at % groups === group && counts[item] >= 2 * shots),
      };
    }).filter(({ members }) => members.length > 0),
  );
  const contextOf = joinedProgress(label, runs.length, context);
  for (const [run, { shots, purpose, members }] of runs.entries()) {
    const learnt = new Uint8Array(space.train.itemCount);
    for (const item of members) learnt[item] = 1;
    const rows = rowsWithShots(space, learnt, shots, context.seed, purpose);
    const table = await fewShotVectors(space, learnt, rows, purpose, contextOf(run));
    for (const item of members) {
      vectors.push(table.slice(item * size, (item + 1) * size));
      items.push(item);
      shotsOf.push(shots);
    }
  }
  const fewShot = new Float32Array(vectors.length * size);
  vectors.forEach((vector, pair) => fewShot.set(vector, pair * size));
  return { fewShot, items: Int32Array.from(items), shots: Int32Array.from(shotsOf) };
}

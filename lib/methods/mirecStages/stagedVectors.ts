import { allRows } from "../../curriculum";
import { tf } from "../../engine";
import { itemCounts } from "../../splitting";
import type { FitContext } from "../../training";
import { fewShotVectors } from "../mirecItems/fewShotVectors";
import { headItems, teachingPairs } from "../mirecItems/teachingPairs";
import type { UserSpace } from "../mirecItems/userSpace";
import { entryBlock } from "./blockChain";
import type { MirecStagesOptions } from "./options";
import type { StagedParameters } from "./stagedParameters";

/**
 * The literal reading: an item's parameters are its vector. Every head item, one with at least 2^doublings samples,
 * teaches the chain with its vectors from 1, 2, 4, ... shots; every other item's own vector, learnt from all its n samples,
 * enters at block floor(log2 n).
 */
export async function stagedVectors(
  space: UserSpace,
  { doublings, groups, heldOutShare }: MirecStagesOptions,
  context: FitContext,
): Promise<StagedParameters> {
  const counts = itemCounts(space.train);
  const size = space.manyShot.shape[1];
  const head = headItems(counts, 2 ** doublings, context.seed);
  const measured = new Set(head.subarray(0, Math.round(heldOutShare * head.length)));
  const shots = Array.from({ length: doublings }, (_, block) => 2 ** block);
  const label = "mirec-stages, few-shot vectors";
  const {
    fewShot,
    items,
    shots: pairShots,
  } = await teachingPairs(space, head, { shots, shotDraws: 1, groups }, label, context);
  const isTail = Uint8Array.from(counts, (count) => (count < 2 ** doublings ? 1 : 0));
  const ownLabel = "mirec-stages, the tail's own vectors";
  const own = await fewShotVectors(space, isTail, allRows(space.train), ownLabel, context);

  const many = space.manyShot.dataSync<"float32">();
  const entry = pairShots.map((each) => entryBlock(each, doublings));
  const place = new Map<string, number>();
  items.forEach((item, pair) => place.set(`${item} ${entry[pair]}`, pair));
  const manyShot = new Float32Array(fewShot.length);
  const doubled = new Float32Array(fewShot.length);
  items.forEach((item, pair) => {
    const goal = many.subarray(item * size, (item + 1) * size);
    const next = place.get(`${item} ${entry[pair] + 1}`);
    manyShot.set(goal, pair * size);
    doubled.set(next === undefined ? goal : fewShot.subarray(next * size, (next + 1) * size), pair * size);
  });
  const heldOut = Uint8Array.from(items, (item) => (measured.has(item) ? 1 : 0));
  return {
    size,
    teaching: { fewShot, doubled, manyShot, entry, heldOut },
    own,
    ownEntry: counts.map((count) => entryBlock(count, doublings)),
    itemVectors: (mapped) => tf.clone(mapped),
    dispose: () => undefined,
  };
}

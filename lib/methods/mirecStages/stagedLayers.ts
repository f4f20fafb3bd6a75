import type { Tensor2D } from "@tensorflow/tfjs-node";
import { fewShotDraw } from "../../curriculum";
import { lookUp, plainResult, tf } from "../../engine";
import { randomStream } from "../../random";
import { itemCounts } from "../../splitting";
import type { FitContext } from "../../training";
import { joinedProgress } from "../joinedProgress";
import { trainInUserSpace } from "../mirecItems/trainInUserSpace";
import { entryBlock } from "./blockChain";
import type { LayerSpace } from "./layerSpace";
import type { MirecStagesOptions } from "./options";
import type { StagedParameters } from "./stagedParameters";

/** Item vectors of the items in groups by entry, put back into the items' order. */
function groupedVectors(
  space: LayerSpace,
  entry: Int32Array,
  blocks: number,
): { itemVectors(mapped: Tensor2D): Tensor2D; dispose(): void } {
  const [outputs, inputs] = space.initial.shape;
  const order = Int32Array.from(entry.keys()).sort((one, other) => entry[one] - entry[other] || one - other);
  const place = new Int32Array(order.length);
  order.forEach((item, position) => (place[item] = position));
  const members = (block: number): Int32Array => order.filter((item) => entry[item] === block);
  const rowsOf = (table: Tensor2D, items: Int32Array): Tensor2D =>
    tf.gather(table, tf.tensor1d(items, "int32"));
  const groups = tf.tidy(() =>
    Array.from({ length: blocks }, (_, block) => rowsOf(space.hidden, members(block))),
  );
  const stay = tf.tidy(() => rowsOf(space.manyShot, members(blocks)));
  const places = tf.tensor1d(place, "int32");
  return {
    itemVectors: (mapped) => {
      const vectors = groups
        .map((hidden, block) => ({ hidden, layer: mapped.slice([block * outputs, 0], [outputs, inputs]) }))
        .filter(({ hidden }) => hidden.shape[0] > 0)
        .map(({ hidden, layer }) => tf.matMul<Tensor2D>(hidden, layer, false, true));
      const parts = stay.shape[0] > 0 ? [...vectors, stay] : vectors;
      return lookUp(parts.length > 1 ? tf.concat2d(parts, 0) : parts[0], places);
    },
    dispose: () => tf.dispose([...groups, stay, places]),
  };
}

/**
 * How much capping every item at so many samples changes its share of them, as a logarithm (up to a constant):
 * log min(n, shots) - log n. Added to the logits in learning, the scores learnt are those of the items' true shares.
 */
export function shareChange(counts: Int32Array, shots: number): Float32Array {
  return Float32Array.from(counts, (count) => Math.min(0, Math.log(shots) - Math.log(Math.max(count, 1))));
}

/**
 * A layer with its bias moved so that the mean of all items' vectors is that of the many-shot ones. The same vector added to
 * all items changes no softmax over them, so learning leaves it open: two layers would differ in it by chance.
 */
function centredLayer({ hidden, manyShot }: LayerSpace, layer: Float32Array): Float32Array {
  const [, size] = hidden.shape;
  const shift = plainResult(() => {
    const vectors = tf.matMul<Tensor2D>(hidden, tf.tensor2d(layer, [layer.length / size, size]), false, true);
    return tf.mean(tf.sub(manyShot, vectors), 0).dataSync<"float32">().slice();
  });
  return layer.map((value, at) => (at % size === size - 1 ? value + shift[Math.floor(at / size)] : value));
}

/**
 * The last layer's reading: with one shared last layer an item has no parameters of its own, so an item with n samples is
 * served by the layer of its doubling,
 *
 *     y_i = y_i(F_b(theta_b)),  b = floor(log2 n_i),
 *
 * theta_b the item tower's last layer learnt from Omega(2^b) from where the many-shot one started, with the many-shot
 * model's lower layers and user vectors. A row of the chain is a unit's incoming weights and bias. One draw of each
 * Omega(2^b) is served and measured on; others teach.
 */
export async function stagedLayers(
  space: LayerSpace,
  { doublings, layerDraws: draws, comparable }: MirecStagesOptions,
  context: FitContext,
): Promise<StagedParameters> {
  const { train, initial, goal } = space;
  const [outputs, size] = initial.shape;
  const contextOf = joinedProgress("mirec-stages, few-shot layers", doublings * (draws + 1), context);
  const counts = itemCounts(train);
  const learnt: Float32Array[][] = [];
  for (let draw = 0; draw <= draws; draw++) {
    const layers: Float32Array[] = [];
    for (let block = 0; block < doublings; block++) {
      const purpose = `${2 ** block} shots, draw ${draw}`;
      const rows = fewShotDraw(train, { k: 2 ** block }, randomStream(context.seed, `Omega of ${purpose}`));
      const bias = comparable ? tf.tensor1d(shareChange(counts, 2 ** block)) : undefined;
      const { layer } = await trainInUserSpace(
        space,
        { layer: initial },
        (values) => tf.matMul<Tensor2D>(space.hidden, values.layer, false, true),
        rows,
        purpose,
        contextOf(draw * doublings + block),
        bias,
      ).finally(() => bias?.dispose());
      layers.push(comparable ? centredLayer(space, layer.values) : layer.values);
    }
    learnt.push(layers);
  }
  const joined = (tables: readonly Float32Array[]): Float32Array => {
    const all = new Float32Array(tables.length * outputs * size);
    tables.forEach((table, index) => all.set(table, index * outputs * size));
    return all;
  };
  const perRow = (value: (layer: number) => number): number[] =>
    Array.from({ length: (draws + 1) * doublings * outputs }, (_, row) => value(Math.floor(row / outputs)));
  const entry = counts.map((count) => entryBlock(count, doublings));
  return {
    size,
    teaching: {
      fewShot: joined(learnt.flat()),
      doubled: joined(learnt.flatMap((layers) => [...layers.slice(1), goal])),
      manyShot: joined(learnt.flat().map(() => goal)),
      entry: Int32Array.from(perRow((layer) => layer % doublings)),
      heldOut: Uint8Array.from(perRow((layer) => (layer < doublings ? 1 : 0))),
    },
    own: joined(learnt[0]),
    ownEntry: Int32Array.from({ length: doublings * outputs }, (_, row) => Math.floor(row / outputs)),
    ...groupedVectors(space, entry, doublings),
  };
}

import type { Tensor2D } from "@tensorflow/tfjs-node";
import { noDropout, plainResult, tf, type ParameterArray, type ParameterArrays } from "../../engine";
import { twoTowerModel } from "../../models";
import type { Split } from "../../splitting";
import type { BaseLearnerOptions } from "../baseLearnerOptions";
import type { UserSpace } from "../mirecItems/userSpace";
import type { TrainedTwoTower } from "../trainBaseLearner";

/** The space in which last layers of the item tower are learnt, a layer written as one row a unit. */
export type LayerSpace = Omit<UserSpace, "cold"> & {
  /** What the item tower's last layer reads of every item, and a one for its bias, shape [items, inputs + 1]. */
  readonly hidden: Tensor2D;
  /** The last layer as it was before training, shape [outputs, inputs + 1]. */
  readonly initial: ParameterArray;
  /** theta*, the trained last layer, row-major, shape [outputs, inputs + 1]. */
  readonly goal: Float32Array;
};

/** A layer as rows: each unit's incoming weights, then its bias. */
function layerRows(weight: ParameterArray, bias: ParameterArray): ParameterArray {
  const [inputs, outputs] = weight.shape;
  const size = inputs + 1;
  const values = Float32Array.from({ length: outputs * size }, (_, at) => {
    const [unit, input] = [Math.floor(at / size), at % size];
    return input < inputs ? weight.values[input * outputs + unit] : bias.values[unit];
  });
  return { shape: [outputs, size], values };
}

/** Builds it from a trained two-tower's fixed space. Dispose `hidden` when done. */
export function layerSpaceOf(
  split: Split,
  options: BaseLearnerOptions,
  space: UserSpace,
  base: TrainedTwoTower,
  seed: number,
): LayerSpace {
  const model = twoTowerModel(split.data, options, options.features);
  const { weight, bias } = model.item.lastLayer;
  const rows = (parameters: ParameterArrays): ParameterArray =>
    layerRows(parameters[weight], parameters[bias]);
  const activations = plainResult(() => {
    const values = Object.fromEntries(
      Object.entries(base.parameters).map(([name, { shape, values: array }]) => [
        name,
        tf.tensor(array, [...shape]),
      ]),
    );
    const hidden = model.item.hidden(values, null, noDropout);
    const read = tf.concat2d([hidden, tf.ones([hidden.shape[0], 1])], 1);
    return { shape: read.shape, values: read.dataSync<"float32">().slice() };
  });
  const initial = rows(model.initialise(seed));
  model.dispose();
  return {
    ...space,
    hidden: tf.tensor2d(activations.values, activations.shape),
    initial,
    goal: rows(base.parameters).values,
  };
}

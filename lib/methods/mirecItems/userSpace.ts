import type { Tensor2D } from "@tensorflow/tfjs-node";
import { plainResult, tf } from "../../engine";
import { twoTowerModel } from "../../models";
import type { Pairs, Split } from "../../splitting";
import type { BaseLearnerOptions } from "../baseLearnerOptions";
import type { BatchingOptions } from "../epochBatches";
import { towerVectors, type TrainedTwoTower } from "../trainBaseLearner";

/** The space in which few-shot parameters are learnt: everything in it stays as it is. */
export interface UserSpace extends BatchingOptions {
  readonly train: Pairs;
  /** x_u of every user, fixed, shape [users, size]. */
  readonly userVectors: Tensor2D;
  /** Many-shot vector y_i* of every item, shape [items, size]. */
  readonly manyShot: Tensor2D;
  /** Vector of every item before it has any sample of its own, shape [items, size]. */
  readonly cold: Tensor2D;
  readonly epochs: number;
  readonly learningRate: number;
  /** Name of the option that gives it, for errors. */
  readonly learningRateOption: string;
}

/** How few-shot parameters are learnt in the space. */
export type UserSpaceTraining = Pick<
  UserSpace,
  keyof BatchingOptions | "epochs" | "learningRate" | "learningRateOption"
>;

/**
 * The fixed space of a trained two-tower, with every item's many-shot vector and the one that it has before any sample:
 * as the model gives it, but with the item's own embedding as it was before training, so that its features still speak.
 * Dispose `userVectors`, `manyShot` and `cold` when done.
 */
export function userSpaceOf(
  split: Split,
  options: BaseLearnerOptions,
  training: UserSpaceTraining,
  base: TrainedTwoTower,
  seed: number,
): UserSpace {
  const model = twoTowerModel(split.data, options, options.features);
  const cold = plainResult(() => {
    const parameters = { ...base.parameters, "item.id": model.initialise(seed)["item.id"] };
    const values = Object.fromEntries(
      Object.entries(parameters).map(([name, { shape, values: array }]) => [
        name,
        tf.tensor(array, [...shape]),
      ]),
    );
    return towerVectors(model, values);
  });
  model.dispose();
  const tensor = (values: Float32Array): Tensor2D =>
    tf.tensor2d(values, [values.length / base.size, base.size]);
  return {
    train: split.train,
    userVectors: tensor(base.userVectors),
    manyShot: tensor(base.itemVectors),
    cold: tensor(cold.itemVectors),
    ...training,
  };
}

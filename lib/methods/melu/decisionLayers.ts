import type { Rank, Tensor2D, Tensor3D } from "@tensorflow/tfjs-node";
import { tf, type ParameterArray, type ParameterTensors } from "../../engine";
import { initialLinear } from "../../models";
import type { RandomStream } from "../../random";

const weightName = (layer: number): string => `decision${layer}.weight`;
const biasName = (layer: number): string => `decision${layer}.bias`;

/** Fresh decision layers: `inputs` -> hidden sizes -> 1. */
export function initialDecisionLayers(
  inputs: number,
  hiddenSizes: readonly number[],
  random: RandomStream,
): Record<string, ParameterArray> {
  const parameters: Record<string, ParameterArray> = {};
  let width = inputs;
  [...hiddenSizes, 1].forEach((size, layer) => {
    const { weight, bias } = initialLinear(width, size, random);
    parameters[weightName(layer)] = weight;
    parameters[biasName(layer)] = bias;
    width = size;
  });
  return parameters;
}

/** Names of the decision layers' parameters among all: what adapts to a user. */
export function decisionNames(parameters: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(parameters).filter((name) => name.startsWith("decision"));
}

/** The global decision layers, once for each user of a batch: shape [users, ...] each. */
export function layersForUsers(values: ParameterTensors, users: number): ParameterTensors {
  return Object.fromEntries(
    decisionNames(values).map((name) => {
      const { rank } = values[name];
      const repeats = [users, ...new Array<number>(rank).fill(1)];
      return [name, tf.tile(tf.expandDims(values[name], 0), repeats)];
    }),
  );
}

/** The items that a batch of users is scored on. */
export interface CandidateInputs {
  /** Embedded items of each user's own, shape [users, own, itemInputs]; null where there are only shared ones. */
  readonly own: Tensor3D | null;
  /** Embedded items that all users share, shape [shared, itemInputs]. */
  readonly shared: Tensor2D;
}

/**
 * Scores of the decision layers on [user input; item input], each user with layers of their own.
 *
 * The first layer's product is taken in two halves, W [x; y] = W_x x + W_y y: a user's half is computed once and not
 * once an item, and the shared items' half is one matrix product for all users.
 *
 * @param layers by name, shape [users, ...] each. @param users embedded users, shape [users, userInputs].
 * @returns shape [users, own + shared], a user's own items first.
 */
export function decisionScores(
  layers: ParameterTensors,
  users: Tensor2D,
  { own, shared }: CandidateInputs,
): Tensor2D {
  const [batch, userInputs] = users.shape;
  const [sharedItems, itemInputs] = shared.shape;
  const weight = layers[weightName(0)] as Tensor3D;
  const width = weight.shape[2];
  const forUser = tf.slice(weight, [0, 0, 0], [batch, userInputs, width]);
  const forItem = tf.slice(weight, [0, userInputs, 0], [batch, itemInputs, width]);

  const allUsersWeights = tf.reshape(tf.transpose(forItem, [1, 0, 2]), [itemInputs, batch * width]);
  const ofShared: Tensor3D = tf.transpose(
    tf.reshape<Rank.R3>(tf.matMul(shared, allUsersWeights), [sharedItems, batch, width]),
    [1, 0, 2],
  );
  let layer: Tensor3D = own ? tf.concat3d([tf.matMul<Tensor3D>(own, forItem), ofShared], 1) : ofShared;
  layer = tf.add<Tensor3D>(layer, tf.matMul(tf.reshape(users, [batch, 1, userInputs]), forUser));
  const count = decisionNames(layers).length / 2;
  for (let index = 0; index < count; index++) {
    if (index > 0) layer = tf.matMul<Tensor3D>(tf.relu(layer), layers[weightName(index)]);
    const bias = layers[biasName(index)];
    layer = tf.add<Tensor3D>(layer, tf.reshape(bias, [batch, 1, bias.shape[1]!]));
  }
  return tf.reshape(layer, [batch, layer.shape[1]]);
}

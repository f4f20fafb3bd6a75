import type { Scalar, Tensor2D } from "@tensorflow/tfjs-node";
import {
  plainResult,
  tf,
  type ParameterArray,
  type ParameterArrays,
  type ParameterTensors,
} from "../../engine";
import type { FunctionScorer } from "../../evaluation";
import { randomStream } from "../../random";
import type { Split } from "../../splitting";
import { candidateBatch, drawShared, trainingItems } from "./candidates";
import { decisionScores, layersForUsers } from "./decisionLayers";
import { adapt } from "./innerSteps";
import type { MeluOptions } from "./options";
import { rankingLoss } from "./rankingLoss";

/** What scoring needs of a trained MeLU: embedded users and items, and the global decision layers. */
export interface MeluState {
  /** Shape [users, userInputs]. */
  readonly users: ParameterArray;
  /** Shape [items, itemInputs]. */
  readonly items: ParameterArray;
  readonly layers: ParameterArrays;
}

/** Hidden units of a block of users are at most this many floats (64 MiB). */
const blockFloats = 16 * 2 ** 20;

/** Users at most whose layers adapt at once: more bring no speed. */
const mostUsers = 64;

function rowsOf(table: ParameterArray, indices: ArrayLike<number>): Float32Array {
  const width = table.shape[1];
  const rows = new Float32Array(indices.length * width);
  for (let at = 0; at < indices.length; at++) {
    rows.set(table.values.subarray(indices[at] * width, (indices[at] + 1) * width), at * width);
  }
  return rows;
}

const asTensor = ({ values, shape }: ParameterArray): Tensor2D => tf.tensor2d(values, [shape[0], shape[1]]);

/**
 * Scores of MeLU: the decision layers adapt to each user on all of the user's training items, in batches of users, and
 * then score all items. A user without a training item is scored by the global layers.
 *
 * The drawn candidates of the adaptation follow from the seed and are the same for every user and every call.
 */
export function meluScorer(
  split: Split,
  options: MeluOptions,
  state: MeluState,
  seed: number,
): FunctionScorer {
  const { itemCount } = split.train;
  const itemsOf = trainingItems(split.train);
  const shared = drawShared(itemCount, options.negatives, randomStream(seed, "melu serving candidates"));
  const widest = Math.max(...options.hiddenSizes, 1);
  const blockSize = Math.max(1, Math.min(mostUsers, Math.floor(blockFloats / (itemCount * widest))));

  const scoreBlock = (users: Int32Array): Float32Array =>
    plainResult(() => {
      const episodes = Array.from(users, (user) => ({
        user,
        support: itemsOf(user),
        query: new Int32Array(0),
      }));
      const batch = candidateBatch(episodes, shared, itemCount);
      const columns: [number, number] = [users.length, batch.bias.length / users.length];
      const own = rowsOf(state.items, batch.own);
      const inputs = {
        users: tf.tensor2d(rowsOf(state.users, users), [users.length, state.users.shape[1]]),
        own: tf.tensor3d(own, [users.length, batch.own.length / users.length, state.items.shape[1]]),
        shared: tf.tensor2d(rowsOf(state.items, shared), [shared.length, state.items.shape[1]]),
        bias: tf.tensor2d(batch.bias, columns),
      };
      const targets = tf.tensor2d(batch.support, columns);
      const global: ParameterTensors = Object.fromEntries(
        Object.entries(state.layers).map(([name, { values, shape }]) => [
          name,
          tf.tensor(values, [...shape]),
        ]),
      );
      const adapted = adapt(
        (layers) => tf.sum<Scalar>(rankingLoss(layers, inputs, targets)),
        layersForUsers(global, users.length),
        // Nothing is differentiated by the result, so the cheaper order gives the same layers.
        { ...options, order: "first" },
      );
      return decisionScores(adapted, inputs.users, {
        own: null,
        shared: asTensor(state.items),
      }).dataSync<"float32">();
    });

  return {
    scores: (users) => {
      const scores = new Float32Array(users.length * itemCount);
      // Users of a block are padded to the longest training list among them, so lists of a length go together.
      const lengths = Array.from(users, (user) => itemsOf(user).length);
      const places = Int32Array.from(users.keys()).sort((one, other) => lengths[one] - lengths[other]);
      for (let start = 0; start < users.length; start += blockSize) {
        const block = places.subarray(start, start + blockSize);
        const blockScores = scoreBlock(block.map((place) => users[place]));
        block.forEach((place, row) => {
          scores.set(blockScores.subarray(row * itemCount, (row + 1) * itemCount), place * itemCount);
        });
      }
      return scores;
    },
  };
}

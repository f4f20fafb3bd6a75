import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { allRows } from "../../curriculum";
import { Parameters, plainResult, tf, type ParameterArrays, type ParameterTensors } from "../../engine";
import type { VectorScorer } from "../../evaluation";
import { softmaxLoss } from "../../losses";
import { randomStream, shuffledIndices } from "../../random";
import { itemCounts, type Split } from "../../splitting";
import {
  currentVectors,
  stepSizes,
  trainEpochs,
  type EpochRecord,
  type FitContext,
  type TrainingTask,
} from "../../training";
import type { MapReport } from "../mirec";
import { epochBatches } from "../epochBatches";
import type { MirecItemsOptions } from "./options";
import { samplesInSpace } from "../samplesInSpace";
import type { TeachingPairs } from "./teachingPairs";
import type { UserSpace } from "./userSpace";
import { vectorMap } from "./vectorMap";

/** Pairs a step. */
const pairBatch = 256;

/** What training F came to. */
export interface VectorMapOutcome {
  /** The base's user vectors, the head's own vectors, and F's for the tail. */
  readonly mapped: VectorScorer;
  readonly report: MapReport;
  /** F(y_i(k), k) of every teaching pair, row-major, shape [pairs, size]. */
  readonly reached: Float32Array;
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number;
  readonly parameters: ParameterArrays;
}

interface MapBatch {
  /** Pairs of the step. */
  readonly pairs: Int32Array;
  /** Training rows of the step's prediction loss. */
  readonly rows: Int32Array;
}

/**
 * Trains F on the teaching pairs and on the feedback, and maps the tail with it.
 *
 *     L(w) = mean over pairs of || F(y_i(k), k; w) - y_i* ||^2 + lambda * L_g(F)                        // Eq 5, per item
 *
 * @param own vectors of the tail items learnt from all their samples, and of the head items as they are, [items, size].
 * @param isTail 1 for the items that F maps in serving.
 * @param heldOut 1 for the head items that F is not taught by, on which its reach is measured.
 */
export async function trainVectorMap(
  split: Split,
  space: UserSpace,
  pairs: TeachingPairs,
  own: Float32Array,
  isTail: Uint8Array,
  heldOut: Uint8Array,
  options: MirecItemsOptions,
  context: FitContext,
): Promise<VectorMapOutcome> {
  const { train } = split;
  const [itemCount, size] = space.manyShot.shape;
  const map = vectorMap(size, options.metaHiddenSize, options.form);
  const taught = Int32Array.from(pairs.items.keys()).filter((pair) => heldOut[pairs.items[pair]] === 0);
  const constants = {
    fewShot: tf.tensor2d(pairs.fewShot, [pairs.items.length, size]),
    pairItems: tf.tensor1d(pairs.items, "int32"),
    pairShots: tf.tensor1d(Float32Array.from(pairs.shots)),
    own: tf.tensor2d(own, [itemCount, size]),
    counts: tf.tensor1d(Float32Array.from(itemCounts(train))),
    tail: tf.tensor2d(Float32Array.from(isTail), [itemCount, 1]),
  };
  const parameters = new Parameters(map.initialise(context.seed));
  const every = allRows(train);
  const serving = (values: ParameterTensors): Tensor2D => {
    const moved = map.apply(values, constants.own, constants.counts);
    return tf.add<Tensor2D>(constants.own, tf.mul(tf.sub(moved, constants.own), constants.tail));
  };
  const reached = (
    values: ParameterTensors,
    chosen: Tensor1D,
  ): { from: Tensor2D; to: Tensor2D; goal: Tensor2D } => {
    const from = tf.gather(constants.fewShot, chosen);
    const to = map.apply(values, from, tf.gather(constants.pairShots, chosen));
    return { from, to, goal: tf.gather(space.manyShot, tf.gather(constants.pairItems, chosen)) };
  };
  const task: TrainingTask<MapBatch> = {
    label: "mirec-items, F",
    parameters,
    learningRate: options.learningRate,
    stepSizes: stepSizes(options, "learningRate", "vectorLearningRate"),
    dropout: 0,
    batches: function* (epoch) {
      const order = shuffledIndices(taught.length, randomStream(context.seed, `pairs of epoch ${epoch}`));
      const rows = [...epochBatches(every, train.users, space, context.seed, `order of F's epoch ${epoch}`)];
      for (let start = 0; start < order.length; start += pairBatch) {
        const chosen = order.subarray(start, start + pairBatch).map((position) => taught[position]);
        // Where there are more steps of pairs than of samples, the samples go round again.
        yield { pairs: chosen, rows: rows[(start / pairBatch) % rows.length] };
      }
    },
    batchSize: (batch) => batch.pairs.length,
    loss: (values, batch) => {
      const { to, goal } = reached(values, tf.tensor1d(batch.pairs, "int32"));
      const distance = tf.mean<Scalar>(tf.sum(tf.square(tf.sub(to, goal)), 1));
      if (options.lambda === 0) return distance;
      const prediction = softmaxLoss({ ...samplesInSpace(space, batch.rows), items: serving(values) });
      return tf.add<Scalar>(distance, tf.mul(prediction, options.lambda));
    },
    vectors: (values) => ({
      userVectors: space.userVectors.dataSync<"float32">(),
      itemVectors: serving(values).dataSync<"float32">(),
      size,
    }),
  };
  const kept = Int32Array.from(pairs.items.keys()).filter((pair) => heldOut[pairs.items[pair]] === 1);
  const report = (): MapReport => {
    const values = parameters.read();
    const measured = plainResult(() => {
      const norm = (tensor: Tensor2D): number => tf.norm(tensor).dataSync()[0];
      const change = norm(tf.sub(serving(values), constants.own));
      const relativeChange = change > 0 ? change / norm(tf.mul(constants.own, constants.tail)) : 0;
      if (kept.length === 0) return { relativeChange, remainingDistance: null };
      const { from, to, goal } = reached(values, tf.tensor1d(kept, "int32"));
      return { relativeChange, remainingDistance: norm(tf.sub(to, goal)) / norm(tf.sub(from, goal)) };
    });
    tf.dispose(values);
    return measured;
  };
  const allReached = (): Float32Array => {
    const values = parameters.read();
    const found = plainResult(() => {
      const { fewShot, pairShots } = constants;
      return map.apply(values, fewShot, pairShots).dataSync<"float32">().slice();
    });
    tf.dispose(values);
    return found;
  };
  try {
    if (options.form === "identity" || taught.length === 0) {
      const untrained = { history: [], bestEpoch: 0, parameters: {} };
      return { mapped: currentVectors(task), report: report(), reached: pairs.fewShot, ...untrained };
    }
    const outcome = await trainEpochs(task, { ...options, epochs: options.mapEpochs }, split, context);
    return {
      mapped: currentVectors(task),
      report: report(),
      reached: allReached(),
      history: outcome.history,
      bestEpoch: outcome.bestEpoch,
      parameters: outcome.bestParameters,
    };
  } finally {
    tf.dispose(constants);
    parameters.dispose();
  }
}

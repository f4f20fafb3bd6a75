import type { Scalar, Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { fewShotDraw } from "../../curriculum";
import { Parameters, tf, type ParameterArrays, type ParameterTensors } from "../../engine";
import type { VectorScorer } from "../../evaluation";
import { softmaxLoss } from "../../losses";
import { randomStream, shuffledIndices } from "../../random";
import type { Split } from "../../splitting";
import {
  currentVectors,
  stepSizes,
  trainEpochs,
  type EpochRecord,
  type FitContext,
  type TrainingTask,
} from "../../training";
import { joinedHistory } from "../joinedHistory";
import { samplesInSpace } from "../samplesInSpace";
import type { UserSpace } from "../mirecItems/userSpace";
import { epochBatches, type BatchingOptions } from "../epochBatches";
import { blockChain } from "./blockChain";
import { chainReport, type StagedMapReport } from "./chainReport";
import type { MirecStagesOptions } from "./options";
import type { StagedParameters } from "./stagedParameters";

/** Teaching rows a step. */
const teachingBatch = 256;

/** What training the chain came to. */
export interface ChainOutcome {
  /** The base's user vectors, the many-shot items' own vectors, and the chain's for the others. */
  readonly mapped: VectorScorer;
  readonly report: StagedMapReport;
  readonly history: readonly EpochRecord[];
  /** Of the whole history: the epoch whose weights the last-trained block kept. */
  readonly bestEpoch: number;
  readonly parameters: ParameterArrays;
}

interface ChainBatch {
  /** Teaching rows of the step. */
  readonly taught: Int32Array;
  /** Training rows of the step's prediction loss. */
  readonly rows: Int32Array;
}

/**
 * Trains the blocks from the last back to the first, block i with the later ones along with it:
 *
 *     L(w_i ...) = mean over rows of || F_b(v_b) - v* ||^2 + lambda * L_g(F | Omega(2^blocks)),  b >= i      // Eq 5
 *
 * so that a block that is tuned on goes on serving what enters at it. Earlier blocks are still the identity then.
 * Early stopping watches the served vectors. With nothing to be taught by, or with form "identity", no block moves.
 */
export async function trainChain(
  split: Split,
  space: Pick<UserSpace, "train" | "userVectors" | keyof BatchingOptions>,
  staged: StagedParameters,
  options: MirecStagesOptions,
  context: FitContext,
): Promise<ChainOutcome> {
  const { train } = space;
  const { teaching, size } = staged;
  const chain = blockChain(options.doublings, size, options.metaHiddenSize);
  const table = (values: Float32Array): Tensor2D => tf.tensor2d(values, [values.length / size, size]);
  const constants = {
    fewShot: table(teaching.fewShot),
    doubled: table(teaching.doubled),
    manyShot: table(teaching.manyShot),
    entry: tf.tensor1d(Float32Array.from(teaching.entry)),
    own: table(staged.own),
    ownEntry: tf.tensor1d(Float32Array.from(staged.ownEntry)),
  };
  const parameters = new Parameters(chain.initialise(context.seed));
  const userVectors = space.userVectors.dataSync<"float32">();
  const indices = (values: Int32Array): Tensor1D => tf.tensor1d(values, "int32");
  const served = (values: ParameterTensors, from: number): Tensor2D =>
    staged.itemVectors(chain.apply(values, constants.own, constants.ownEntry, from).reached);
  const distance = (values: ParameterTensors, taught: Int32Array, from: number): Scalar => {
    const chosen = indices(taught);
    const pick = (rows: Tensor2D): Tensor2D => tf.gather(rows, chosen);
    const entry = tf.gather(constants.entry, chosen);
    const { reached, firstStep } = chain.apply(values, pick(constants.fewShot), entry, from);
    const meanSquare = (one: Tensor2D, goal: Tensor2D): Scalar =>
      tf.mean<Scalar>(tf.sum(tf.square(tf.sub(one, pick(goal))), 1));
    const toEnd = meanSquare(reached, constants.manyShot);
    if (options.doublingWeight === 0) return toEnd;
    return tf.add<Scalar>(toEnd, tf.mul(meanSquare(firstStep, constants.doubled), options.doublingWeight));
  };
  const task = (block: number, rowsTaught: Int32Array): TrainingTask<ChainBatch> => ({
    label: `mirec-stages, block of ${2 ** block}`,
    parameters,
    trainable: Array.from({ length: options.fineTune ? options.doublings - block : 1 }, (_, later) =>
      chain.names(block + later),
    ).flat(),
    learningRate: options.learningRate,
    stepSizes: stepSizes(options, "learningRate", "fewShotLearningRate"),
    dropout: 0,
    batches: function* (epoch) {
      const purpose = `block ${block}, epoch ${epoch}`;
      const draw = randomStream(context.seed, `few-shot draw of ${purpose}`);
      const rows = fewShotDraw(train, { k: 2 ** options.doublings }, draw);
      const order = shuffledIndices(rowsTaught.length, randomStream(context.seed, `teaching of ${purpose}`));
      let start = 0;
      for (const batch of epochBatches(rows, train.users, space, context.seed, `order of ${purpose}`)) {
        // There are fewer teaching rows than samples: they go round again.
        if (start >= order.length) start = 0;
        const taught = order.subarray(start, start + teachingBatch).map((position) => rowsTaught[position]);
        start += teachingBatch;
        yield { taught, rows: batch };
      }
    },
    batchSize: ({ rows }) => rows.length,
    loss: (values, { taught, rows }) => {
      const toEnd = distance(values, taught, block);
      if (options.lambda === 0) return toEnd;
      const prediction = softmaxLoss({ ...samplesInSpace(space, rows), items: served(values, block) });
      return tf.add<Scalar>(toEnd, tf.mul(prediction, options.lambda));
    },
    vectors: (values) => {
      const items = served(values, block);
      return { userVectors, itemVectors: items.dataSync<"float32">().slice(), size: items.shape[1] };
    },
  });
  try {
    let history: EpochRecord[] = [];
    let bestEpoch = 0;
    for (let block = options.doublings - 1; block >= 0 && options.form === "chain"; block--) {
      const rowsTaught = Int32Array.from(teaching.entry.keys()).filter(
        (row) =>
          teaching.heldOut[row] === 0 &&
          (options.fineTune ? teaching.entry[row] >= block : teaching.entry[row] === block),
      );
      if (rowsTaught.length === 0) continue;
      const stopping = { ...options, epochs: options.blockEpochs };
      const outcome = await trainEpochs(task(block, rowsTaught), stopping, split, context);
      bestEpoch = history.length + outcome.bestEpoch;
      history = joinedHistory(history, outcome.history);
    }
    const values = parameters.read();
    const report = chainReport(chain, values, staged);
    tf.dispose(values);
    return {
      mapped: currentVectors(task(0, new Int32Array(0))),
      report,
      history,
      bestEpoch,
      parameters: parameters.snapshot(),
    };
  } finally {
    tf.dispose(constants);
    parameters.dispose();
  }
}

import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-node";
import { tf, type ParameterArray, type ParameterTensors } from "../../engine";
import { randomStream } from "../../random";
import { residualBlock } from "./residualBlock";

/**
 * The block at which something with so many samples enters: floor(log2 n), and at `blocks`, past the last block, what
 * has at least 2^blocks samples. Something without a sample enters with those that have one.
 */
export function entryBlock(samples: number, blocks: number): number {
  // The position of the highest bit: exact, as a logarithm need not be.
  return Math.min(blocks, 31 - Math.clz32(Math.max(samples, 1)));
}

/** Where vectors come to in the chain. */
export interface ChainOutput {
  /** F_b of each row, b its entry. */
  readonly reached: Tensor2D;
  /** Each row after the one block at which it entered. */
  readonly firstStep: Tensor2D;
}

/** F of several stages: one residual block a doubling of the shots. */
export interface BlockChain {
  readonly blocks: number;
  /** Names of the parameters of one block. */
  names(block: number): readonly string[];
  /** Fresh parameters of all blocks, with which the chain is the identity. */
  initialise(seed: number): Record<string, ParameterArray>;
  /**
   * Sends each row through the blocks from its entry on.
   *
   * @param rows [rows, size]. @param entry block at which each row enters, [rows]; `blocks` for none.
   * @param from blocks before this one are left out; for those that are still the identity. Default 0.
   */
  apply(values: ParameterTensors, rows: Tensor2D, entry: Tensor1D, from?: number): ChainOutput;
}

/**
 * The chain 1-shot -> 2-shot -> 4-shot -> ... -> many-shot:
 *
 *     F_i(v) = F_{i+1}(v + f(v; w_i)),  k = 2^i,  F_blocks(v) = v
 *
 * @param blocks number of doublings: 2^blocks shots are many.
 * @param size numbers of a row.
 */
export function blockChain(blocks: number, size: number, hiddenSize: number): BlockChain {
  const each = Array.from({ length: blocks }, (_, block) =>
    residualBlock(`stages.${block}`, size, hiddenSize),
  );
  return {
    blocks,
    names: (block) => each[block].names,
    initialise: (seed) => {
      const random = randomStream(seed, "initial chain");
      return Object.assign({}, ...each.map((block) => block.initialise(random))) as Record<
        string,
        ParameterArray
      >;
    },
    apply: (values, rows, entry, from = 0) => {
      const entries = entry.reshape<Tensor2D>([rows.shape[0], 1]);
      let reached = rows;
      let firstStep = rows;
      for (let block = from; block < blocks; block++) {
        const step = each[block].residual(values, reached);
        const entered = tf.cast(tf.lessEqual(entries, block), "float32");
        const enters = tf.cast(tf.equal(entries, block), "float32");
        reached = tf.add<Tensor2D>(reached, tf.mul(step, entered));
        firstStep = tf.add<Tensor2D>(firstStep, tf.mul(step, enters));
      }
      return { reached, firstStep };
    },
  };
}

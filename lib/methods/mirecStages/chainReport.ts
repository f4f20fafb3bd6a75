import type { Tensor2D } from "@tensorflow/tfjs-node";
import { plainResult, tf, type ParameterTensors } from "../../engine";
import type { MapReport } from "../mirec";
import type { BlockChain } from "./blockChain";
import type { StagedParameters } from "./stagedParameters";

/** How far one block moves what enters at it. */
export interface BlockReport {
  /** 2^i: what enters was learnt from so many shots. */
  readonly shots: number;
  /** || f(v; w_i) || / || v ||, of this block alone; null where nothing was kept to measure on. */
  readonly relativeChange: number | null;
  /** || F_i(v) - v* || / || v - v* ||, from this block to the end; null where nothing was kept to measure on. */
  readonly remainingDistance: number | null;
}

/** How far the whole chain moves what is served, and how much nearer to the many-shot end what was kept from it comes. */
export interface StagedMapReport extends MapReport {
  /** One entry a block, the 1-shot block first. */
  readonly blocks: readonly BlockReport[];
}

/** Measures the chain: on the served rows that pass through it, and on the held-out rows it was not taught by. */
export function chainReport(
  chain: BlockChain,
  values: ParameterTensors,
  { size, teaching, own, ownEntry }: StagedParameters,
): StagedMapReport {
  const norm = (tensor: Tensor2D): number => tf.norm(tensor).dataSync()[0];
  const difference = (one: Tensor2D, other: Tensor2D): number => norm(tf.sub(one, other));
  /** A share of a size, where there is one. */
  const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
  const chosenRows = (table: Float32Array, rows: readonly number[]): Tensor2D =>
    tf.tensor2d(
      Float32Array.from(
        { length: rows.length * size },
        (_, at) => table[rows[Math.floor(at / size)] * size + (at % size)],
      ),
      [rows.length, size],
    );
  const measure = (rows: readonly number[]): Omit<BlockReport, "shots"> => {
    if (rows.length === 0) return { relativeChange: null, remainingDistance: null };
    const from = chosenRows(teaching.fewShot, rows);
    const goal = chosenRows(teaching.manyShot, rows);
    const entry = tf.tensor1d(rows.map((row) => teaching.entry[row]));
    const { reached, firstStep } = chain.apply(values, from, entry);
    return {
      relativeChange: share(difference(firstStep, from), norm(from)),
      remainingDistance: share(difference(reached, goal), difference(from, goal)),
    };
  };
  const measured = [...teaching.heldOut.keys()].filter((row) => teaching.heldOut[row] === 1);
  const passing = [...ownEntry.keys()].filter((row) => ownEntry[row] < chain.blocks);
  return plainResult(() => {
    const served = chosenRows(own, passing);
    const entry = tf.tensor1d(passing.map((row) => ownEntry[row]));
    const moved = passing.length === 0 ? 0 : difference(chain.apply(values, served, entry).reached, served);
    return {
      relativeChange: moved === 0 ? 0 : moved / norm(served),
      remainingDistance: measure(measured).remainingDistance,
      blocks: Array.from({ length: chain.blocks }, (_, block) => ({
        shots: 2 ** block,
        ...measure(measured.filter((row) => teaching.entry[row] === block)),
      })),
    };
  });
}

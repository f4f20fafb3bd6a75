import type { Tensor2D } from "@tensorflow/tfjs-node";

/** Few-shot parameters and what they become with more shots, row by row: what the chain learns from. */
export interface TeachingRows {
  /** Learnt from 2^entry shots, row-major, shape [rows, size]. */
  readonly fewShot: Float32Array;
  /** The same learnt from twice as many; the many-shot ones after the last doubling. Shape [rows, size]. */
  readonly doubled: Float32Array;
  /** The many-shot ones, shape [rows, size]. */
  readonly manyShot: Float32Array;
  /** Block at which each row enters, shape [rows]. */
  readonly entry: Int32Array;
  /** 1 for rows that the chain is measured on and not taught by, shape [rows]. */
  readonly heldOut: Uint8Array;
}

/** The parameters that pass through the chain in one reading of "several stages". */
export interface StagedParameters {
  /** Numbers of a row. */
  readonly size: number;
  readonly teaching: TeachingRows;
  /** What is served: rows before the chain, shape [rows, size]. */
  readonly own: Float32Array;
  /** Block at which each served row enters; past the last block for rows that stay. */
  readonly ownEntry: Int32Array;
  /** Vectors of all items from the served rows after the chain, shape [items, vector size]. */
  itemVectors(mapped: Tensor2D): Tensor2D;
  dispose(): void;
}

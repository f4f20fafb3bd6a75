import type { Interactions } from "../data";

/** Pairs of one part of a split, as parallel arrays of user and item indices. */
export interface Pairs {
  /** Shape [pairs]. */
  readonly users: Int32Array;
  /** Shape [pairs]. */
  readonly items: Int32Array;
  /** Number of users and items of the whole data set, whether or not they occur here. */
  readonly userCount: number;
  readonly itemCount: number;
}

/** Data split for training, for choosing settings and for the final count. */
export interface Split {
  /** Splitter and its options, such as "leave-last-out". */
  readonly name: string;
  readonly data: Interactions;
  readonly train: Pairs;
  /** Held-out positives for choosing settings; training items are masked when they are ranked. */
  readonly validation: Pairs;
  /** Held-out positives for the final count; training and validation items are masked when they are ranked. */
  readonly test: Pairs;
  /** Users that are in training only: with too few interactions to hold any out, or with none after the cut in time. */
  readonly trainingOnlyUsers: number;
}

/** Part of a split that is ranked. */
export type HeldOutPart = "validation" | "test";

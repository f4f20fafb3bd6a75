import type { Ready } from "./side";

/** What a bench has to reach. */
export interface Target {
  /** Of the median ratio, of our own seconds, or of the peak memory's ratio. */
  readonly of: "ratio" | "ours" | "peak memory";
  readonly atMost: number;
}

/** What a bench may use. */
export interface BenchContext {
  /** Pairs of blocks, where the command line says how many. */
  readonly pairs: number | undefined;
  /** Whole runs to the best epoch in place of a few epochs. */
  readonly full: boolean;
  /** Python with the bench's packages. Throws where there is none. */
  readonly python: () => string;
  /** A prepared case, made once a run. */
  readonly prepared: (name: PreparedCase) => Promise<Prepared>;
  /** Tells the reader what is going on. */
  readonly say: (line: string) => void;
}

/** Data that both sides read. */
export interface Prepared {
  readonly folder: string;
  /** What it is, such as "ml-1m". */
  readonly source: string;
}

/** Cases of bench/ours/prepare.ts. */
export type PreparedCase = "ml-1m" | "in-batch-10k" | "in-batch-1m";

/** What a bench measured. */
export interface Measured {
  readonly oursLabel: string;
  /** Null where there is nothing to compare with. */
  readonly otherLabel: string | null;
  /** In the bench's unit, one entry a block. */
  readonly ours: readonly number[];
  /** One entry a block, paired with `ours`; empty where there is nothing to compare with. */
  readonly other: readonly number[];
  /** Largest resident sizes in bytes. */
  readonly peakBytes?: { readonly ours: number; readonly other: number };
  readonly versions?: Ready["versions"];
  /** What a reader must know to read the numbers. */
  readonly notes: readonly string[];
}

/** One side-by-side measurement. */
export interface Bench {
  readonly name: string;
  /** Of the medians, such as "s/step". */
  readonly unit: string;
  /** Whether the other side is a script of bench/python, which set-up then installs the packages for. */
  readonly needsPython: boolean;
  /** The first is the bench's main one. */
  readonly targets: readonly [Target, ...Target[]];
  readonly measure: (context: BenchContext) => Promise<Measured>;
}

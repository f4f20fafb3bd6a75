import type { Scalar } from "@tensorflow/tfjs-node";
import type { Dropout, OptimiserName, Parameters, ParameterTensors } from "../engine";
import type { Ranks, Scorer, VectorScorer } from "../evaluation";
import type { StepSize } from "./divergence";

/** What a task remembers from batch to batch beside its parameters, so that a run can be taken up again. */
export interface TrainingMemory {
  state(): Readonly<Record<string, Float64Array>>;
  restore(state: Readonly<Record<string, Float64Array>>): void;
}

/** A value of validation ranks by which the best epoch is told: higher is better, null where there is no positive. */
export interface Watched {
  /** In words, for the progress. */
  readonly name: string;
  readonly value: (validation: Ranks) => number | null;
}

/** One training run: which parameters, which batches, which loss. */
export interface TrainingTask<Batch, Model extends Scorer = VectorScorer> {
  /** Shown with the progress, such as "two-tower". */
  readonly label: string;
  /** Tells this run's random draws from those of another run of the same fit, such as "few-shot". Default "". */
  readonly purpose?: string;
  readonly parameters: Parameters;
  /** Names of the parameters that are trained. Default all. */
  readonly trainable?: readonly string[];
  readonly learningRate: number;
  /** Default "adam". */
  readonly optimiser?: OptimiserName;
  /** Share of a parameter, times `learningRate`, that every step takes off. Default 0. */
  readonly weightDecay?: number;
  /** Probability of zeroing a unit in training. */
  readonly dropout: number;
  /** Batches of an epoch (from 1), in order. */
  readonly batches: (epoch: number) => Iterable<Batch>;
  /** Number of samples in a batch: its weight in the epoch's mean loss. */
  readonly batchSize: (batch: Batch) => number;
  /**
   * Rows of id tables that the batch touches, each once, by the table's name: `loss` gets these rows in the table's place,
   * and the optimiser moves no others. Default none: tables are read and moved as a whole.
   */
  readonly touched?: (batch: Batch) => Readonly<Record<string, Int32Array>>;
  /** Loss of one batch as a function of the parameters. */
  readonly loss: (values: ParameterTensors, batch: Batch, dropout: Dropout) => Scalar;
  /**
   * Takes one step in a way of its own in place of the optimiser's on `loss`, and returns the loss; for algorithms that are
   * written as several steps. Runs inside a tidy scope.
   */
  readonly step?: (batch: Batch, dropout: Dropout) => number;
  /** The options that a run whose loss is no number should lower, and their values. Default `learningRate`, and `weightDecay` where
   * there is some. */
  readonly stepSizes?: readonly StepSize[];
  /** What is remembered from batch to batch. Default nothing: batches follow from seed and epoch alone. */
  readonly memory?: TrainingMemory;
  /** Vectors of all users and items under the parameters, without dropout; or, where a model has none, its scores. */
  readonly vectors: (values: ParameterTensors) => Model;
  /** What is watched on validation in place of `monitor` over all positives. */
  readonly watched?: Watched;
  /** Whether the loss of every validation positive is kept too, for curves of it by group. Default false. */
  readonly validationLosses?: boolean;
}

import type { OptimiserState, ParameterArrays } from "../engine";
import type { HistoryColumns } from "./historyColumns";

/** Where one training run stands at the end of an epoch: all that going on from there needs. */
export interface TrainingState extends HistoryColumns {
  /** Whether the run is over: then only the best parameters, the history and the memory count. */
  readonly finished: boolean;
  /** Steps taken: random draws follow from it. */
  readonly step: number;
  readonly bestEpoch: number;
  /** Best value of the watched metric; null before there is one. */
  readonly bestMetric: number | null;
  readonly bestParameters: ParameterArrays;
  /** The parameters as they are now; none once finished. */
  readonly parameters: ParameterArrays;
  /** Null once finished. */
  readonly optimiser: OptimiserState | null;
  /** What the task remembers from batch to batch; see `TrainingMemory`. */
  readonly memory: Readonly<Record<string, Float64Array>>;
}

/** The checkpoint of one training run of a fit. */
export interface RunCheckpoint {
  /** Its newest state; undefined where there is none that can be read. */
  load(): Promise<TrainingState | undefined>;
  /** Whether it is time to save again. */
  isDue(): boolean;
  /** Keeps a state in place of the one before. Never throws: a fit does not end because a disk is full. */
  save(state: TrainingState): Promise<void>;
}

/**
 * Checkpoints of one fit. A fit may consist of many training runs, such as MIRec's phases; it is the same sequence of
 * runs each time, so a run is found again by its place in it.
 */
export interface Checkpoints {
  /** The checkpoint of the fit's next training run. @param label a saved state under another label is not its own. */
  ofNextRun(label: string): RunCheckpoint;
}

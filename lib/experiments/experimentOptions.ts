import type { Ranks } from "../evaluation";
import type { Split } from "../splitting";
import type { EpochRecord, Method, OnProgress, TrainedModel } from "../training";
import type { RunRecord } from "./runRecord";
import type { SharedTraining } from "./sharedTraining";

/** How a run is carried out and kept: nothing here changes its result. */
export interface RunOptions {
  /** Folder of the records. Default: what LONGTAIL_RECORDS names, else records/ of this checkout. */
  readonly records?: string;
  /** Ends the run when raised; the same call goes on with it. Default: the interrupt of the running cell. */
  readonly signal?: AbortSignal;
  /** Told after every epoch. Default: a bar in a notebook or a terminal, nothing elsewhere. */
  readonly onProgress?: OnProgress;
  /**
   * What to do where there is a finished run that differs in the code alone: "rerun" makes a new one, "accept" takes the
   * newest there is, "refuse" throws. Default "rerun".
   */
  readonly changedCode?: "rerun" | "accept" | "refuse";
  /** What to do where another living process is at this very run: "wait" for it or "throw". Default "wait". */
  readonly whenTaken?: "wait" | "throw";
  /** Seconds between checkpoints, which are written at the end of an epoch. Default 10; Infinity writes none. */
  readonly checkpointEvery?: number;
  /**
   * Whether the states of its training runs stay with the record when it is finished, so that its model can be had again
   * without training. Default false: a record is then small, whatever the model.
   */
  readonly keepModel?: boolean;
  /** Where runs of this process find training that they have in common. Default: nowhere. */
  readonly shared?: SharedTraining;
  /** Written into the record of a run that tuning chose. */
  readonly tuning?: RunRecord["tuning"];
}

/** `RunOptions`, and what a specification alone cannot give. */
export interface RunExperimentOptions extends RunOptions {
  /** A notebook's own method, under the specification's name. Default: the method of the workbook with that name. */
  readonly method?: Method;
  /** The split, where it is at hand. Default: loaded and made as the specification says. */
  readonly split?: Split;
}

/** What a run came to, computed now or read from its record. */
export interface ExperimentResult {
  readonly record: RunRecord;
  readonly ranks: { readonly validation: Ranks; readonly test: Ranks };
  /** One record an epoch, with the validation ranks after it: what `historyCurves` draws. */
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number;
  /** Training samples of each item and user: what groups are cut by. */
  readonly counts: { readonly items: Int32Array; readonly users: Int32Array };
  readonly method: string;
  readonly seed: number;
  /** The trained model; null where the result was read from its record, unless `experiment` was told to keep it. */
  readonly model: TrainedModel | null;
  /** Whether it was read from a finished record. */
  readonly cached: boolean;
  /** Whether it went on from a checkpoint of an interrupted run. */
  readonly resumed: boolean;
  /** Why the record could not be written, where it could not; the result is whole all the same. */
  readonly recordError: string | null;
}

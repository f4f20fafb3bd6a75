import type { ParameterArrays } from "../engine";
import type { FunctionScorer, VectorScorer } from "../evaluation";
import type { Split } from "../splitting";
import type { Checkpoints } from "./checkpoints";
import type { EpochRecord } from "./history";
import type { OnProgress } from "./progress";

/** What a fit gets besides data and options. */
export interface FitContext {
  /** Everything that is drawn follows from it: the same seed gives the same metrics to the last digit. */
  readonly seed: number;
  /** Ends the fit, with the signal's reason as the error and no tensor left behind. */
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** Where training runs keep their state and find it again. Default: nowhere, a fit starts from the start. */
  readonly checkpoints?: Checkpoints;
}

/** What training came to, besides the model. */
export interface TrainingResult {
  /** Name of the method, such as "two-tower". */
  readonly method: string;
  readonly seed: number;
  /** One record an epoch, in order; empty for methods that are not trained in epochs. */
  readonly history: readonly EpochRecord[];
  /** Epoch whose weights were kept, from 1; 0 for methods that are not trained in epochs. */
  readonly bestEpoch: number;
  /** The kept weights by name; empty for methods without any. */
  readonly parameters: ParameterArrays;
}

/** A model that can be ranked and that knows how it came to be. */
export type TrainedModel = TrainingResult & (VectorScorer | FunctionScorer);

/** A method of recommendation with its options fixed: what `fit` trains. A notebook can define its own. */
export interface Method<Model extends TrainedModel = TrainedModel> {
  /** Name, as tables and figures show it. */
  readonly name: string;
  /** All options, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly fit: (split: Split, context: FitContext) => Promise<Model>;
  /**
   * For a model without vectors: its scores from the parameters that a fit on the same split and seed kept. Loading
   * a saved model needs it; a model with vectors is loaded from these alone.
   */
  readonly restore?: (split: Split, parameters: ParameterArrays, seed: number) => FunctionScorer;
}

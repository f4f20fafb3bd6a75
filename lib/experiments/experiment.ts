import { currentHost } from "../host";
import type { Split } from "../splitting";
import { fit, type Method, type TrainedModel } from "../training";
import { CheckpointFolder } from "./checkpointFolder";
import type { ExperimentResult, RunOptions } from "./experimentOptions";
import { recordFiles, recordsFolder } from "./recordFiles";
import { runExperiment } from "./runExperiment";
import { tellOfFailure } from "./runJournal";
import { specificationOfSplit } from "./splitSpecification";

/** A run of a notebook: what its seed is, how its summary is cut, and how it is kept. */
export interface ExperimentOptions extends RunOptions {
  /** Seed of everything that is drawn. Default 0. */
  readonly seed?: number;
  /** Reporting cut of head and tail in the record's summary. Default 0.2. */
  readonly headShare?: number;
}

/**
 * The model of a finished run: from the states that its record keeps, and trained anew, to the same, where it keeps none.
 */
async function modelOf<Model extends TrainedModel>(
  method: Method<Model>,
  split: Split,
  { record, seed }: ExperimentResult,
  { records = recordsFolder(), signal, onProgress, checkpointEvery = 10, shared }: RunOptions,
): Promise<Model> {
  const onError = (error: Error): string => tellOfFailure(records, error);
  const { checkpoints: folder } = recordFiles(records, record.id);
  const own = new CheckpointFolder(folder, { every: checkpointEvery, onError });
  const checkpoints = shared ? shared.checkpoints(own, method, split, seed) : own;
  return fit(method, split, { seed, signal, onProgress, checkpoints });
}

/**
 * Fits a method and keeps a record of it, so that the same call after a restart reads the result, or goes on where it
 * was stopped. The method is one of the workbook or the notebook's own; of the latter its options and the text of `fit`
 * are what it is known by, so a value that `fit` takes from elsewhere in the notebook belongs into its options.
 *
 *     const run = await lt.experiment(lt.twoTower({ epochs: 40 }), split, { seed: 0 });
 *     lt.metricsTable({ "two-tower": run.ranks.test }, groups);
 *
 * With `keepModel: true` the result has its model each time, read from the record where it was kept there.
 *
 * @throws as `runExperiment` does.
 */
export async function experiment<Model extends TrainedModel>(
  method: Method<Model>,
  split: Split,
  options: ExperimentOptions & { readonly keepModel: true },
): Promise<ExperimentResult & { readonly model: Model }>;
export async function experiment(
  method: Method,
  split: Split,
  options?: ExperimentOptions,
): Promise<ExperimentResult>;
export async function experiment(
  method: Method,
  split: Split,
  { seed = 0, headShare = 0.2, ...options }: ExperimentOptions = {},
): Promise<ExperimentResult> {
  const { name, options: settings } = method;
  const specification = {
    data: { name: split.data.name },
    split: specificationOfSplit(split),
    ...{ headShare, seed, method: name, options: settings },
  };
  const result = await runExperiment(specification, { ...options, method, split });
  if (result.cached) {
    const { id, ended } = result.record;
    const when = (ended ?? "").slice(0, 16).replace("T", " ");
    // The footer has the record's whole name; here it would not fit on a line.
    const line = `${name}, seed ${seed}: read from record ${id.slice(0, 8)}… of ${when} UTC.`;
    currentHost().display({ "text/plain": line });
  }
  if (!options.keepModel || result.model) return result;
  return { ...result, model: await modelOf(method, split, result, options) };
}

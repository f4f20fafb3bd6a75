import { promises as fs } from "node:fs";
import { rank, type Scorer } from "../evaluation";
import type { Split } from "../splitting";
import { fit, type Method, type TrainedModel } from "../training";
import { CheckpointFolder } from "./checkpointFolder";
import type { ExperimentResult, RunOptions } from "./experimentOptions";
import { readRecord } from "./readRecord";
import { recordFiles, removePartialFiles } from "./recordFiles";
import { RunJournal, tellOfFailure } from "./runJournal";
import type { RunCode, RunRecord } from "./runRecord";
import { summaryOf, trainingCounts, writeResults } from "./runResults";
import type { CompleteRunSpecification } from "./runSpecification";
import { gitState, machine, versions } from "./surroundings";

/** A run that is to be carried out. */
export interface IntendedRun {
  readonly id: string;
  readonly specification: CompleteRunSpecification;
  readonly method: Method;
  readonly split: Split;
  readonly code: Pick<RunCode, "kind" | "sha256" | "files">;
  readonly data: RunRecord["data"];
}

/** Parts of a model that a record tells in another way, or that are no setting. */
const toldElsewhere = new Set(["method", "seed", "history", "bestEpoch", "parameters", "size"]);

/** Entries of a list that a record takes; a longer one is data, and no summary. */
const longestList = 64;

/** Whether a value is JSON of a summary's size: plain values, short lists and plain objects of these. */
function isPlain(value: unknown): boolean {
  if (value === null || ["string", "boolean"].includes(typeof value)) return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.length <= longestList && value.every(isPlain);
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every(isPlain);
}

/** What a model tells of itself in plain values, such as blendWeight or how far each block of a chain moves. */
function plainValues(model: TrainedModel): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(model).filter(([name, value]) => !toldElsewhere.has(name) && isPlain(value)),
  );
}

/** What the control of a model with one, F = identity, tells of itself and its metrics: a record has them beside F's. */
function controlOf(model: TrainedModel, split: Split, headShare: number): Record<string, unknown> {
  const { identityControl } = model as { readonly identityControl?: unknown };
  // A method of a notebook may call something else by that name.
  if (typeof identityControl !== "object" || identityControl === null || !("itemVectors" in identityControl))
    return {};
  const control = identityControl as TrainedModel & Scorer;
  const ranks = { validation: rank(control, split, "validation"), test: rank(control, split, "test") };
  const { metrics } = summaryOf({ ranks, counts: trainingCounts(split) }, headShare);
  return { identityControl: { ...plainValues(control), metrics } };
}

/** The record of a run that begins now, or that goes on. */
async function openedRecord(run: IntendedRun, records: string, options: RunOptions): Promise<RunRecord> {
  const found = await readRecord(records, run.id).catch(() => undefined);
  // One that was finished is made anew because its results are damaged: it begins again.
  const earlier = found?.status === "finished" ? undefined : found;
  const now = new Date().toISOString();
  return {
    format: 1,
    id: run.id,
    specification: run.specification,
    status: "running",
    data: run.data,
    code: { ...run.code, ...(await gitState()) },
    versions: versions(),
    machine: machine(),
    started: earlier?.started ?? now,
    heartbeat: now,
    ended: null,
    seconds: earlier?.seconds ?? 0,
    resumptions: earlier ? earlier.resumptions + 1 : 0,
    error: null,
    epochs: null,
    bestEpoch: null,
    metrics: null,
    groups: null,
    chosen: null,
    tuning: options.tuning ?? earlier?.tuning ?? null,
  };
}

/** Fits the method, ranks what was held out, and keeps the record all the while. @param kept whether to keep one. */
export async function carryOut(
  run: IntendedRun,
  kept: boolean,
  options: RunOptions & { readonly records: string; readonly signal: AbortSignal },
): Promise<ExperimentResult> {
  const { records, signal, onProgress, checkpointEvery = 10, keepModel = false, shared } = options;
  const { method, split, specification } = run;
  const { seed, headShare } = specification;
  const began = performance.now();
  const files = recordFiles(records, run.id);
  const onError = (error: Error): string => tellOfFailure(records, error);
  const checkpoints = new CheckpointFolder(files.checkpoints, { every: checkpointEvery, onError });
  const opened = await openedRecord(run, records, options);
  const journal = kept ? new RunJournal(records, opened) : undefined;
  if (kept) await removePartialFiles(files.folder);
  await journal?.write({});
  try {
    const own = kept ? checkpoints : undefined;
    const model = await fit(method, split, {
      ...{ seed, signal, onProgress },
      checkpoints: shared ? shared.checkpoints(own, method, split, seed) : own,
    });
    const scorer: Scorer = model;
    const ranks = { validation: rank(scorer, split, "validation"), test: rank(scorer, split, "test") };
    const { history, bestEpoch } = model;
    const counts = trainingCounts(split);
    const summary = {
      ...summaryOf({ ranks, counts }, headShare),
      ...{ status: "finished" as const, ended: new Date().toISOString(), bestEpoch, epochs: history.length },
      chosen: { ...plainValues(model), ...controlOf(model, split, headShare) },
    };
    let recordError: string | null = kept ? null : `There is no record: "${records}" cannot be written to.`;
    if (journal) {
      // The results first: a record that says "finished" has them.
      recordError = await writeResults(files.results, { ranks, history, counts }).then(() => null, onError);
      if (!recordError) {
        await journal.write(summary);
        recordError = journal.failure;
      }
      if (!recordError && !keepModel) await checkpoints.remove();
    }
    // What no file says is known all the same.
    const seconds = opened.seconds + (performance.now() - began) / 1000;
    const record = journal && !recordError ? journal.record : { ...opened, seconds, ...summary };
    const { resumed } = checkpoints;
    const outcome = { record, ranks, history, bestEpoch, counts, method: method.name, seed };
    return { ...outcome, model, cached: false, resumed, recordError };
  } catch (error) {
    const status = signal.aborted ? "cancelled" : "failed";
    const sentence = error instanceof Error ? error.message : String(error);
    await journal?.write({ status, ended: new Date().toISOString(), error: sentence });
    throw error;
  } finally {
    await journal?.close();
    // Nothing was kept, not even a record: an empty folder would only be in the way.
    await fs.rmdir(files.folder).catch(() => undefined);
  }
}

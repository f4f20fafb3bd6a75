import { currentHost } from "../host";
import { methodNamed } from "../methods";
import type { Method } from "../training";
import { tensorflowVersion } from "../engine";
import { carryOut } from "./carryOut";
import { waitForClaim, claim, type Claim } from "./claim";
import type { ExperimentResult, RunExperimentOptions } from "./experimentOptions";
import { methodCode } from "./methodCode";
import { newestFinished, readFinished, type FinishedRun } from "./readRecord";
import { recordsFolder, writeRecord } from "./recordFiles";
import { tellOfFailure } from "./runJournal";
import { requestKey, runKey } from "./runKey";
import type { UnreadableRecord } from "./runRecord";
import { summaryOf } from "./runResults";
import type { CompleteRunSpecification, RunSpecification } from "./runSpecification";
import { noteUsed } from "./usedRecords";
import { dataOf, specifiedSplit, type SpecifiedSplit } from "./specifiedSplit";

/** Another living process is at the very run that was asked for. */
export class RunTakenError extends Error {
  override readonly name = "RunTakenError";
}

/** A record that cannot be read is named, and made anew. */
function nameDamaged({ id, reason }: UnreadableRecord): void {
  console.warn(`The run record ${id} cannot be read (${reason}); it is made anew.`);
}

/** A finished run as a result, under the specification that was asked for now. */
async function resultOf(
  run: FinishedRun,
  specification: CompleteRunSpecification,
  { records, tuning }: { readonly records: string; readonly tuning: RunExperimentOptions["tuning"] },
): Promise<ExperimentResult> {
  const { headShare, method, seed } = specification;
  let { record } = run;
  if (headShare !== record.specification.headShare) {
    const asked = { ...record.specification, headShare };
    record = { ...record, specification: asked, ...summaryOf(run, headShare) };
  }
  let recordError: string | null = null;
  if (tuning && JSON.stringify(tuning) !== JSON.stringify(record.tuning)) {
    record = { ...record, tuning };
    recordError = await writeRecord(records, record).then(
      () => null,
      (error: Error) => tellOfFailure(records, error),
    );
  }
  const { ranks, history, counts } = run;
  const outcome = { record, ranks, history, counts, method, seed, bestEpoch: record.bestEpoch ?? 0 };
  return { ...outcome, model: null, cached: true, resumed: false, recordError };
}

/** The claim on a run, or null where the folder cannot be written to: then it is carried out without a record. */
async function claimed(
  id: string,
  {
    records,
    signal,
    whenTaken,
  }: { records: string; signal: AbortSignal } & Pick<RunExperimentOptions, "whenTaken">,
): Promise<Claim | null> {
  try {
    const own = await claim(id, records);
    if (own) return own;
    if (whenTaken === "throw") {
      throw new RunTakenError(`Another process is at the run ${id}; ask again when it is done.`);
    }
    const line = `Another process is at this run (${id}); waiting for it.`;
    return await waitForClaim(id, records, signal, () => currentHost().display({ "text/plain": line }));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RunTakenError) throw error;
    tellOfFailure(records, error as Error);
    return null;
  }
}

/**
 * Carries out a run, or reads it where a record of it is finished, or goes on with it where it was interrupted.
 *
 * A run is known by what determines its result: the pairs and features that it is trained and ranked on, the method with
 * all its options, the seed, the sources of lib/ that the method depends on, and TensorFlow's version. At most one process
 * is at a run: others that ask for it wait, and get its result. Whenever it is stopped, by kill -9 too, the same call
 * goes on from its newest checkpoint, to the same numbers.
 *
 * @throws what data or method throw, and keeps the record as failed; the signal's reason, and keeps it as cancelled;
 * RunTakenError with whenTaken "throw"; with changedCode "refuse" an Error where a finished run differs in its code.
 */
export async function runExperiment(
  specification: RunSpecification,
  options: RunExperimentOptions = {},
): Promise<ExperimentResult> {
  const result = await readOrCarriedOut(specification, options);
  noteUsed(result.record, options.method);
  return result;
}

async function readOrCarriedOut(
  specification: RunSpecification,
  options: RunExperimentOptions,
): Promise<ExperimentResult> {
  const {
    records = recordsFolder(),
    signal = currentHost().signal(),
    changedCode = "rerun",
    tuning,
  } = options;
  signal.throwIfAborted();
  const method: Method = options.method ?? methodNamed(specification.method, specification.options);
  const { headShare = 0.2, seed = 0, data, split: how } = specification;
  const complete: CompleteRunSpecification = {
    ...{ data, split: how, headShare, seed },
    method: method.name,
    options: method.options,
  };
  const { split: given } = options;
  const specified: SpecifiedSplit = given
    ? { data: dataOf(given), split: () => Promise.resolve(given) }
    : await specifiedSplit(specification, records, signal);
  const code = await methodCode(method);
  const request = { fingerprint: specified.data.fingerprint, method, kind: code.kind, seed };
  const id = runKey(request, code.sha256, tensorflowVersion());
  const read = (run: FinishedRun): Promise<ExperimentResult> => resultOf(run, complete, { records, tuning });

  const finished = await readFinished(records, id, nameDamaged);
  if (finished) return read(finished);
  if (changedCode !== "rerun") {
    const older = await newestFinished(records, requestKey(request), nameDamaged);
    if (older && changedCode === "accept") return read(older);
    if (older) {
      throw new Error(
        `The run ${older.record.id} is finished, but with other code; ask with changedCode "accept" to take it or "rerun" to make a new one.`,
      );
    }
  }
  const own = await claimed(id, { records, signal, whenTaken: options.whenTaken });
  try {
    const meanwhile = own ? await readFinished(records, id, () => undefined) : undefined;
    if (meanwhile) return await read(meanwhile);
    const split = await specified.split();
    return await carryOut({ id, specification: complete, method, split, code, data: specified.data }, !!own, {
      ...options,
      records,
      signal,
    });
  } finally {
    await own?.release().catch(() => undefined);
  }
}
